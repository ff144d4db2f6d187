import type { IncomingMessage, RequestListener } from 'node:http';
import { type App, HTTPReceiver, isValidSlackRequest } from '@slack/bolt';
import type { Clock } from '../runtime/clock.ts';

type ReceiverOptions = Omit<ConstructorParameters<typeof HTTPReceiver>[0], 'signingSecret'>;

/** Bolt's receiver knows one signing secret; while a secret is replaced there are two, and a receiver for each. */
export interface Receivers {
  /** The app's own: it has the server, and what is not signed is for it to refuse. */
  readonly first: HTTPReceiver;
  /** Gives the others the app, too. */
  init(app: App): void;
  /** The one whose secret the request was signed with. It looks at the signature again itself. */
  listenerFor(request: IncomingMessage, body: Buffer): RequestListener;
}

export function createReceivers(
  signingSecrets: readonly [string, ...string[]],
  options: ReceiverOptions,
  clock: Clock,
): Receivers {
  const [firstSecret, ...otherSecrets] = signingSecrets;
  const first = new HTTPReceiver({ ...options, signingSecret: firstSecret });
  const own = first.requestListener;
  const others = otherSecrets.map((signingSecret) => {
    const receiver = new HTTPReceiver({ ...options, signingSecret });
    return { signingSecret, receiver, listener: receiver.requestListener };
  });
  return {
    first,
    init(app) {
      for (const { receiver } of others) receiver.init(app);
    },
    listenerFor({ headers }, body) {
      if (others.length === 0) return own;
      const signed = {
        body: body.toString(),
        headers: {
          'x-slack-signature': String(headers['x-slack-signature']),
          'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
        },
        nowMilliseconds: clock.now(),
      };
      const signer = others.find(({ signingSecret }) => isValidSlackRequest({ signingSecret, ...signed }));
      return signer?.listener ?? own;
    },
  };
}
