import { useEffect, useState } from 'react';
import type { WireInspection, WireMessage } from '../../workspace/wire.ts';
import { inspect } from '../api.ts';

/** What is looked at: a message, which may be edited meanwhile, or a modal. */
export type Inspected =
  | { readonly what: 'message'; readonly ts: string; readonly channel: string; readonly edits: number }
  | { readonly what: 'view'; readonly view: string };

interface InspectorProps {
  readonly user: string;
  readonly inspected: Inspected | null;
  readonly messages: readonly WireMessage[];
  readonly onClose: () => void;
}

/** What the bot sent, whether Slack takes it, and what is read aloud. */
export function Inspector({ user, inspected, messages, onClose }: InspectorProps) {
  const [found, setFound] = useState<WireInspection | null>(null);
  const ts = inspected?.what === 'message' ? inspected.ts : '';
  const channel = inspected?.what === 'message' ? inspected.channel : '';
  const view = inspected?.what === 'view' ? inspected.view : '';
  const edits = messages.find((message) => message.ts === ts && message.channel === channel)?.edits ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: an edit is something new to look at
  useEffect(() => {
    let current = true;
    void inspect({ user, ts, channel, view }).then((result) => {
      if (current) setFound(result);
    });
    return () => {
      current = false;
    };
  }, [user, ts, channel, view, edits]);

  return (
    <aside className="panel inspector" aria-label="Inspector">
      <div className="panel-head">
        <h2>Inspector</h2>
        <button type="button" className="plain" aria-label="Close the panel" onClick={onClose}>
          <span aria-hidden="true">✕</span>
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="panel-body" tabIndex={0} aria-label="Inspector panel">
        {found === null ? <p className="what">This is no longer there.</p> : <Findings found={found} />}
      </section>
    </aside>
  );
}

function Findings({ found }: { readonly found: WireInspection }) {
  const { problems, sizes, text, plain, json } = found;
  return (
    <>
      <h3>Would Slack take it?</h3>
      {problems.length === 0 ? (
        <p className="passed">Yes, within all limits.</p>
      ) : (
        <ul className="failed">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <table className="sizes">
        <tbody>
          {sizes.map(({ what, size, limit }) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>
                {size.toLocaleString('en-US')} of {limit.toLocaleString('en-US')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {text !== '' && (
        <>
          <h3>As a screen reader reads it</h3>
          <p className="read-aloud">{text}</p>
        </>
      )}
      <h3>As plain text</h3>
      <pre>{plain}</pre>
      <h3>As sent</h3>
      <pre className="json">{json}</pre>
    </>
  );
}
