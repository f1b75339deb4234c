import type { VanishedObject } from '../../state/types';
import { useDraft, usePage } from '../page-context';

/** Things the page could do about the text, never done unasked. */
export function Offers() {
  const vanished = useDraft((d) => d.vanished);
  const missing = useDraft((d) => d.missing);
  const { draft } = usePage().services;
  if (vanished.length + missing.length === 0) return null;
  return (
    <div className="offers">
      {vanished.length > FEW && <VanishedTogether objects={vanished} />}
      {(vanished.length > FEW ? [] : vanished).map((object) => (
        <div className="offer" key={`${object.kind}/${nameOf(object)}`}>
          <p>
            {object.kind} <b>{nameOf(object)}</b> is no longer in the text.
          </p>
          <div className="offer-actions">
            <button
              type="button"
              className="button small"
              onClick={() => draft.getState().deleteVanished(object)}
            >
              Delete it
            </button>
            <button
              type="button"
              className="button small quiet"
              onClick={() => draft.getState().keepVanished(object)}
            >
              Keep it
            </button>
          </div>
        </div>
      ))}
      {missing.map((object) => (
        <div className="offer" key={`${object.kind}/${nameOf(object)}`}>
          <p>
            {needWords(object.neededBy)} {object.kind} <b>{object.name}</b>
            {object.namespace === undefined ? '' : ` in ${object.namespace}`}, which does not exist.
          </p>
          <div className="offer-actions">
            <button
              type="button"
              className="button small"
              onClick={() => draft.getState().createStandIn(object)}
            >
              Create a stand-in
            </button>
          </div>
        </div>
      ))}
      {missing.length > 1 && (
        <button
          type="button"
          className="button small offer-all"
          onClick={() => {
            for (const object of missing) draft.getState().createStandIn(object);
          }}
        >
          Create all {missing.length} stand-ins
        </button>
      )}
    </div>
  );
}

/** More offers than this become one. */
const FEW = 3;

function VanishedTogether({ objects }: { objects: readonly VanishedObject[] }) {
  const { draft } = usePage().services;
  const first = objects.slice(0, FEW).map((object) => `${object.kind} ${nameOf(object)}`);
  return (
    <div className="offer">
      <p>
        <b>{objects.length} objects</b> are no longer in the text: {first.join(', ')} and{' '}
        {objects.length - FEW} more.
      </p>
      <div className="offer-actions">
        <button
          type="button"
          className="button small"
          onClick={() => objects.forEach((o) => draft.getState().deleteVanished(o))}
        >
          Delete all {objects.length}
        </button>
        <button
          type="button"
          className="button small quiet"
          onClick={() => objects.forEach((o) => draft.getState().keepVanished(o))}
        >
          Keep all
        </button>
      </div>
    </div>
  );
}

/** `DaemonSet logging/fluent-bit needs`; several users, or the objects of the text, need. */
function needWords(users: string): string {
  const several = /^objects\b|, | and /.test(users);
  return `${users.charAt(0).toUpperCase()}${users.slice(1)} ${several ? 'need' : 'needs'}`;
}

function nameOf({ namespace, name }: VanishedObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
