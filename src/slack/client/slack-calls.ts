import { DeliveryError } from '../../reports/delivery/delivery-error.ts';
import { noTracing, type Tracing } from '../../tracing/tracing.ts';
import { toDeliveryError } from './slack-errors.ts';
import type { TokenHealth } from './token-health.ts';

/** How long work waits that the token's refusal has stopped. Looking again costs no call. */
const REFUSED_PAUSE_MS = 15_000;

/** Calls to Slack: one try each, counted, failures as DeliveryError. */
export interface SlackCalls {
  /** @param call needs no token, as a post to a response_url */
  make<T>(method: string, call: () => Promise<T>): Promise<T>;
  /** With the bot's token. While Slack refuses it no call is made: only auth.test asks, and nothing is hammered. */
  makeWithToken<T>(method: string, call: () => Promise<T>): Promise<T>;
}

export function createSlackCalls({
  tokenHealth,
  onCall,
  tracing = noTracing,
}: {
  tokenHealth: Pick<TokenHealth, 'refusal' | 'refused'>;
  onCall: (method: string, outcome: string) => void;
  tracing?: Pick<Tracing, 'withSpan'>;
}): SlackCalls {
  async function make<T>(method: string, call: () => Promise<T>): Promise<T> {
    const start = { name: `slack ${method}`, kind: 'client', attributes: { 'slack.method': method } } as const;
    return tracing.withSpan(start, async (span) => {
      try {
        const result = await call();
        onCall(method, 'ok');
        return result;
      } catch (error) {
        const failure = toDeliveryError(error);
        span.set({ outcome: failure.slackError });
        onCall(method, failure.slackError);
        throw failure;
      }
    });
  }

  return {
    make,
    async makeWithToken(method, call) {
      const refusal = tokenHealth.refusal();
      if (refusal !== null) throw new DeliveryError('auth', refusal, { retryAfterMs: REFUSED_PAUSE_MS });
      try {
        return await make(method, call);
      } catch (error) {
        if (!(error instanceof DeliveryError) || error.kind !== 'auth') throw error;
        tokenHealth.refused(error.slackError);
        if (tokenHealth.refusal() === null) throw error;
        throw new DeliveryError('auth', error.slackError, { cause: error, retryAfterMs: REFUSED_PAUSE_MS });
      }
    },
  };
}
