import { usePage, useView } from '../page-context';
import { Icon } from '../widgets/icon';

/** What must be read: a refused command in kubectl's words, or where the page's content came from. */
export function NoticeBar() {
  const notice = useView((v) => v.notice);
  const { view } = usePage().services;
  return (
    <div className="notice-place" role={notice?.tone === 'error' ? 'alert' : 'status'}>
      {notice && (
        <div className="notice" data-tone={notice.tone}>
          <Icon name={notice.tone === 'error' ? 'warn' : 'info'} />
          <span className="notice-text">{notice.text}</span>
          {notice.action && (
            <button type="button" className="button" onClick={() => notice.action?.run()}>
              {notice.action.label}
            </button>
          )}
          <button
            type="button"
            className="button quiet square small"
            aria-label="Close this message"
            onClick={() => view.getState().notify(undefined)}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      )}
    </div>
  );
}
