import { openConnection, SOCKET_TIMES } from '../../zoom/websocket/connection.ts';
import { socketUrl } from '../../zoom/websocket/wire.ts';
import { type CheckResult, good, wrong } from '../check.ts';
import { explainNothing } from '../network/explain-nothing.ts';

const NAME = 'Zoom WebSocket';
const GREET_WITHIN_MS = 5_000;

interface WebSocketAddress {
  readonly websocketUrl: string;
  readonly subscriptionId: string;
}

/**
 * Opens the connection and closes it. Zoom allows one for each subscription and ends the one before: where a bot has it, it is
 * left alone.
 * @param isBotThere whether a running bot has it, as far as can be known
 */
export async function checkWebSocket(
  { websocketUrl, subscriptionId }: WebSocketAddress,
  token: string,
  isBotThere: () => Promise<boolean>,
): Promise<CheckResult> {
  if (await isBotThere()) return good(NAME, 'a running bot has the connection; its /readyz says how it is');
  return new Promise((resolve) => {
    const connection = openConnection(
      socketUrl(websocketUrl, subscriptionId, token),
      { ...SOCKET_TIMES, greetWithinMs: GREET_WITHIN_MS },
      {
        connected: () => end(good(NAME, 'Zoom takes the connection')),
        event: () => undefined,
        refused: (_said, isTokenDead) => end(isTokenDead ? DEAD_TOKEN : REFUSED),
        gone: (why) => {
          const { said, act } = explainNothing(why, websocketUrl);
          end(wrong(NAME, said, act));
        },
      },
    );
    function end(result: CheckResult): void {
      resolve(result);
      connection.close();
    }
  });
}

const REFUSED = wrong(
  NAME,
  'Zoom refuses the subscription: ZOOM_WEBSOCKET_SUBSCRIPTION_ID is not that of a WebSocket subscription of this app',
  'Copy what stands behind subscriptionId= in its endpoint URL: Zoom app → Feature → Event Subscriptions',
);
const DEAD_TOKEN = wrong(
  NAME,
  'Zoom refuses the token over the WebSocket, which the API takes',
  'See that the subscription belongs to this app, and that the app is activated',
);
