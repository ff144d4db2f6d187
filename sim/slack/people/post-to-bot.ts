import type { SlackContext } from '../slack-context.ts';
import type { BotAnswer } from './bot-answer.ts';
import { signSlackRequest } from './signing.ts';

/** Posts a signed form to the bot and waits three seconds at most. Never throws. @throws Error without a botUrl */
export async function postToBot({ settings }: SlackContext, form: URLSearchParams): Promise<BotAnswer> {
  if (settings.botUrl === null) throw new Error('the simulated Slack does not know where the bot is: set botUrl');
  const body = form.toString();
  const timestamp = String(Math.floor((Date.now() + settings.clockSkewMs) / 1000));
  const signal = AbortSignal.timeout(settings.ackTimeoutMs);
  const startedMs = performance.now();
  try {
    const response = await fetch(settings.botUrl, {
      method: 'POST',
      redirect: 'manual',
      signal,
      body,
      headers: {
        // Exactly this value: with a charset behind it Bolt would take the form for JSON.
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signSlackRequest(settings.signingSecret, timestamp, body),
      },
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    const failure = response.status === 200 ? null : 'dispatch_failed';
    return { status: response.status, body: text, contentType, ms: performance.now() - startedMs, failure };
  } catch {
    const failure = signal.aborted ? 'operation_timeout' : 'dispatch_failed';
    return { status: null, body: '', contentType: '', ms: performance.now() - startedMs, failure };
  }
}
