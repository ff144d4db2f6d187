import type { WireRequest } from '../../workspace/wire.ts';

/** The newest requests, newest first. */
export function RequestTable({
  requests,
  total,
}: {
  readonly requests: readonly WireRequest[];
  readonly total: number;
}) {
  if (requests.length === 0) return <p className="what">Nothing yet.</p>;
  const newestFirst = requests
    .map((request, index) => ({ request, number: total - requests.length + index + 1 }))
    .reverse();
  return (
    <table className="requests">
      <caption>
        {total > requests.length
          ? `The last ${requests.length} of ${total.toLocaleString('en-US')}`
          : `${total} requests`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Request</th>
          <th scope="col">Answer</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {newestFirst.map(({ request, number }) => (
          <tr key={number} className={isTrouble(request.status) ? 'bad' : ''}>
            <td title={request.url}>
              <code>{short(request)}</code>
            </td>
            <td>{request.status ?? '…'}</td>
            <td>{request.durationMs === null ? '' : `${Math.round(request.durationMs)} ms`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isTrouble(status: number | null): boolean {
  return status !== null && status >= 400;
}

function short({ method, url }: WireRequest): string {
  const [path = ''] = url.replace(/^\/v2/, '').split('?');
  return `${method} ${path}`;
}
