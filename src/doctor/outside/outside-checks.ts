import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../runtime/parse-json.ts';
import { type CheckGroup, type CheckResult, good, unseen, wrong } from '../check.ts';
import type { Ask } from '../network/ask.ts';

const ZOOM = 'Zoom events from outside';
const SLACK = 'Slack requests from outside';
const TOO_LATE_MS = 3_000;
const Proof = z.object({ plainToken: z.string(), encryptedToken: z.string() });
const Challenge = z.object({ challenge: z.string() });
const PROXY_ACT =
  'Let the proxy pass /slack/events and /zoom/events on to PORT of the bot, bytes and headers untouched';

/** Calls the bot by its public address, as Zoom and Slack do when they try an address. */
export function outsideChecks(
  url: string,
  ask: Ask,
  secrets: {
    /** Null where Zoom sends nothing to it. */
    readonly zoom: string | null;
    /** Null in Socket Mode. */
    readonly slack: string | null;
  },
  nowMs: () => number,
): CheckGroup[] {
  const { zoom, slack } = secrets;
  return [
    ...(zoom === null ? [] : [groupOf(ZOOM, () => askAsZoom(url, ask, zoom, nowMs()))]),
    ...(slack === null ? [] : [groupOf(SLACK, () => askAsSlack(url, ask, slack, nowMs()))]),
  ];
}

function groupOf(name: string, look: () => Promise<CheckResult>): CheckGroup {
  return { name, run: async (tell) => tell(await look()) };
}

async function askAsZoom(url: string, ask: Ask, secret: string, nowMs: number): Promise<CheckResult> {
  const plainToken = randomBytes(16).toString('base64url');
  const body = JSON.stringify({ payload: { plainToken }, event_ts: nowMs, event: 'endpoint.url_validation' });
  const timestamp = String(Math.floor(nowMs / 1000));
  const startedAt = performance.now();
  const heard = await ask({
    method: 'POST',
    url: `${url}/zoom/events`,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-zm-request-timestamp': timestamp,
      'x-zm-signature': sign(secret, timestamp, body),
      'x-zm-request-id': randomBytes(12).toString('hex'),
    },
    body,
  });
  if (heard.kind === 'nothing') return wrong(ZOOM, heard.said, heard.act);
  if (heard.status !== 200) return explainStatus(ZOOM, heard.status, 'ZOOM_WEBHOOK_SECRET_TOKEN');
  const proof = parseJson(heard.body, Proof)?.data;
  if (proof === undefined) return notTheBot(ZOOM);
  const isRight = proof.plainToken === plainToken && proof.encryptedToken === hmac(secret, plainToken);
  if (!isRight) return otherSecret(ZOOM, 'ZOOM_WEBHOOK_SECRET_TOKEN');
  const ms = Math.round(performance.now() - startedAt);
  if (ms > TOO_LATE_MS) return wrong(ZOOM, `the answer took ${ms} ms, and Zoom waits for 3000`, 'Look at the proxy');
  return good(ZOOM, `the validation was answered rightly, in ${ms} ms`);
}

async function askAsSlack(url: string, ask: Ask, secret: string, nowMs: number): Promise<CheckResult> {
  const challenge = randomBytes(16).toString('base64url');
  const body = JSON.stringify({ type: 'url_verification', challenge });
  const timestamp = String(Math.floor(nowMs / 1000));
  const heard = await ask({
    method: 'POST',
    url: `${url}/slack/events`,
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(secret, timestamp, body),
    },
    body,
  });
  if (heard.kind === 'nothing') return wrong(SLACK, heard.said, heard.act);
  if (heard.status !== 200) return explainStatus(SLACK, heard.status, 'SLACK_SIGNING_SECRET');
  if (parseJson(heard.body, Challenge)?.data.challenge !== challenge) return notTheBot(SLACK);
  return good(SLACK, 'a request that was signed with SLACK_SIGNING_SECRET was taken');
}

/** Both sign the same way. */
function sign(secret: string, timestamp: string, body: string): string {
  return `v0=${hmac(secret, `v0:${timestamp}:${body}`)}`;
}

function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

function explainStatus(name: string, status: number, secret: string): CheckResult {
  if (status === 401) return otherSecret(name, secret);
  if (status === 404) {
    const said = 'nobody listens there (404): the proxy passes the path on to somewhere else, or the bot has no secret';
    return wrong(name, said, `${PROXY_ACT}; start the bot with ${secret} set`);
  }
  if (status >= 300 && status < 400) {
    const said = `the address redirects (${status}), and neither Zoom nor Slack follows`;
    return wrong(name, said, 'Give the address that it redirects to');
  }
  if (status === 502 || status === 503 || status === 504) {
    const said = `the proxy does not reach the bot, or the bot its store (${status})`;
    return wrong(name, said, 'Start the bot; see that the proxy passes on to its PORT; look at /readyz');
  }
  return unseen(name, `the answer was ${status}`, PROXY_ACT);
}

function otherSecret(name: string, secret: string): CheckResult {
  const said = `the running bot refuses the signature: it has another ${secret}, its clock is off, or the proxy changes bytes`;
  return wrong(name, said, `Start the bot again with the ${secret} that is set here. ${PROXY_ACT}`);
}

function notTheBot(name: string): CheckResult {
  return wrong(name, 'something else than the bot answers there', PROXY_ACT);
}
