import { Client } from 'undici';

/** The least that a read can cost: one page after the other, JSON parsed, nothing kept. Prints milliseconds. */
const [apiUrl = '', oauthUrl = '', basic = '', accountId = '', id = ''] = process.argv.slice(2);

const api = new Client(new URL(apiUrl).origin, { allowH2: false });
const answer = await fetch(oauthUrl, {
  method: 'POST',
  headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }),
});
// The simulator's answer; a wrong shape shows as a failed read below.
const { access_token: token } = (await answer.json()) as { access_token: string };
const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };

async function readAll(): Promise<number> {
  let rows = 0;
  let pageToken = '';
  do {
    const query = pageToken === '' ? '' : `&next_page_token=${pageToken}`;
    const path = `${new URL(apiUrl).pathname}/metrics/webinars/${id}/participants/qos_summary?page_size=10${query}`;
    const { statusCode, body } = await api.request({ path, method: 'GET', headers });
    if (statusCode !== 200) throw new Error(`${statusCode} ${await body.text()}`);
    // As above.
    const page = (await body.json()) as { next_page_token?: string; participants: unknown[] };
    rows += page.participants.length;
    pageToken = page.next_page_token ?? '';
  } while (pageToken !== '');
  return rows;
}

const startedAt = performance.now();
const rows = await readAll();
process.stdout.write(`${JSON.stringify({ ms: performance.now() - startedAt, rows })}\n`);
await api.close();
