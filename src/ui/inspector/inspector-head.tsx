import { usePage } from '../page-context';
import { Icon } from '../widgets/icon';

/** Heading of what is selected, with the way back. */
export function InspectorHead({ title, sub }: { title: string; sub?: string }) {
  const { services } = usePage();
  return (
    <div className="inspector-head">
      <h2>{title}</h2>
      <button
        type="button"
        className="button quiet square small"
        aria-label="Clear the selection"
        title="Clear the selection"
        onClick={() => services.view.getState().select(undefined)}
      >
        <Icon name="close" size={14} />
      </button>
      {sub !== undefined && <p className="muted">{sub}</p>}
    </div>
  );
}
