import type { SimClock } from '../runtime/clock.ts';
import type { ResponseUrls } from './response-url/response-urls.ts';
import type { SocketModeServer } from './socket-mode/socket-mode.ts';
import type { FileStore } from './stores/file-store.ts';
import type { MessageStore } from './stores/message-store.ts';
import type { Triggers } from './stores/triggers.ts';
import type { ViewStore } from './stores/view-store.ts';
import type { Workspace } from './stores/workspace.ts';

/** What a test may change while the simulator runs. */
export interface SlackSettings {
  signingSecret: string;
  botToken: string;
  /** App-level tokens with `connections:write`; the bot of a test may have one of its own. */
  appTokens: string[];
  /** As in the app's settings: requests come over sockets, and `botUrl` is not used. */
  socketMode: boolean;
  /** The bot's request URL; null until a bot is there. */
  botUrl: string | null;
  scopes: string[];
  /** How far Slack's clock is ahead of this machine's, where it signs. */
  clockSkewMs: number;
  /** Whether answers name the token's scopes in a header. */
  namesScopes: boolean;
  /** Whether the workspace has data tables, charts, cards and containers; off: `invalid_blocks`. */
  nativeDataBlocks: boolean;
  /** About one post a second and channel, short bursts of three. */
  postRate: 'strict' | 'off';
  /** Requests a minute by tier. */
  tierLimits: 'on' | 'off';
  triggerErrors: 'expired_trigger_id' | 'trigger_expired';
  /** How long Slack waits for an acknowledgement. */
  ackTimeoutMs: number;
}

export function defaultSlackSettings(): SlackSettings {
  return {
    signingSecret: 'sim-signing-secret-0123456789abcdef',
    botToken: 'xoxb-sim-000000000000-abcdefghijklmnop',
    appTokens: ['xapp-1-A0SIM-1-abcdefghijklmnop'],
    socketMode: false,
    botUrl: null,
    // Without chat:write.public: the bot has to be invited.
    scopes: [
      ...['commands', 'chat:write', 'channels:read', 'groups:read', 'files:write', 'im:write'],
      ...['users:read', 'usergroups:read'],
    ],
    clockSkewMs: 0,
    namesScopes: true,
    nativeDataBlocks: true,
    postRate: 'strict',
    tierLimits: 'off',
    triggerErrors: 'expired_trigger_id',
    ackTimeoutMs: 3000,
  };
}

/** Everything the methods work on. */
export interface SlackContext {
  readonly settings: SlackSettings;
  readonly clock: SimClock;
  readonly workspace: Workspace;
  readonly messages: MessageStore;
  readonly views: ViewStore;
  readonly files: FileStore;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly socketMode: SocketModeServer;
  /** The simulator's own `http://127.0.0.1:PORT`. */
  readonly origin: () => string;
}
