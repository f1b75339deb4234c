import { useDraft, usePage } from '../page-context';
import { Icon } from '../widgets/icon';

/** kubectl's words for a kind that the cluster does not serve; which ones a real one serves differs. */
const NO_SUCH_KIND = /no matches for kind "([^"]+)"/;

/** What is wrong with the text, in the words of the API server; a click leads to the line. */
export function Problems() {
  const page = usePage();
  const diagnostics = useDraft((d) => d.diagnostics);
  const count = diagnostics.length;
  const inOrder = diagnostics.toSorted((a, b) => a.startLine - b.startLine);
  return (
    <div className="problems" hidden={count === 0}>
      <h3 className="panel-title">{count === 1 ? '1 problem' : `${count} problems`}</h3>
      <ul aria-label="Problems">
        {inOrder.map((problem, i) => (
          <li key={i}>
            <button
              type="button"
              className="problem"
              data-severity={problem.severity}
              onClick={() => {
                page.editor.current?.reveal(problem.startLine);
                page.editor.current?.focus();
              }}
            >
              <Icon name={problem.severity === 'info' ? 'info' : 'warn'} size={14} />
              <span className="problem-line">line {problem.startLine}</span>
              <span className="problem-message">
                {problem.message}
                {problem.severity === 'error' && NO_SUCH_KIND.test(problem.message) && (
                  <span className="problem-note">
                    The playground serves no {NO_SUCH_KIND.exec(problem.message)?.[1]}. Other documents are
                    applied all the same.
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
