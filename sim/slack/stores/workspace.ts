/** A place for messages. */
export interface SimChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'dm';
  /** User ids, the bot's own included. */
  readonly members: Set<string>;
  archived: boolean;
  /** Only admins may post: `restricted_action_read_only_channel` for the bot. */
  readOnly: boolean;
}

interface SimUser {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly isBot: boolean;
  /** The workspace somebody belongs to; another one for people of shared channels. */
  readonly team: string;
  /** `multi`: in several channels; `single`: in one. */
  readonly guest: 'no' | 'multi' | 'single';
  readonly deactivated: boolean;
}

/** Ids of the workspace that every simulator starts with. */
export const SLACK_IDS = {
  team: 'T0SIM000001',
  app: 'A0SIM000001',
  bot: 'B0SIM000001',
  botUser: 'U0SIMBOT001',
  apple: 'U0APPLE0001',
  banana: 'U0BANANA001',
  cherry: 'U0CHERRY001',
  /** Public, the bot is in. */
  general: 'C0GENERAL01',
  /** Public, the bot is not in. */
  events: 'C0EVENTS001',
  /** Private, the bot is in. */
  leads: 'C0LEADS0001',
  /** Private, the bot is not in. */
  board: 'C0BOARD0001',
  /** Public and archived. */
  archive: 'C0ARCHIVE01',
  /** Public, the bot is in but may not post. */
  announcements: 'C0ANNOUNCE1',
} as const;

export interface Workspace {
  readonly users: ReadonlyMap<string, SimUser>;
  readonly channels: ReadonlyMap<string, SimChannel>;
  /** User ids by the id of a user group. */
  readonly usergroups: Map<string, Set<string>>;
  addUser(user: Partial<SimUser> & { id: string; name: string }): void;
  addChannel(channel: Partial<SimChannel> & { id: string; name: string }): SimChannel;
  /** Invites the bot or throws it out. */
  setBotMember(channelId: string, member: boolean): void;
  /** By id, `#name`, `name`, or a user id (his direct messages); undefined when there is none. */
  findChannel(reference: string): SimChannel | undefined;
  /** The direct messages of the bot with a user. @throws Error for an unknown user */
  openDirect(userId: string): SimChannel;
  /** @throws Error: a test that names what does not exist is wrong. */
  channel(id: string): SimChannel;
  user(id: string): SimUser;
}

/** Three made-up people, the bot, and one channel of every kind that matters. */
export function createWorkspace(): Workspace {
  const users = new Map<string, SimUser>();
  const channels = new Map<string, SimChannel>();
  const { apple, banana, cherry, botUser } = SLACK_IDS;
  const people = [apple, banana, cherry];

  const workspace: Workspace = {
    users,
    channels,
    usergroups: new Map(),
    addUser: (user) => {
      const asMost = {
        realName: user.name,
        isBot: false,
        team: SLACK_IDS.team,
        guest: 'no',
        deactivated: false,
      } as const;
      users.set(user.id, { ...asMost, ...user });
    },
    addChannel(given) {
      const { id, name, kind = 'public', members = new Set(people), archived = false, readOnly = false } = given;
      const channel = { id, name, kind, members, archived, readOnly };
      channels.set(id, channel);
      return channel;
    },
    setBotMember(channelId, member) {
      const { members } = workspace.channel(channelId);
      if (member) members.add(botUser);
      else members.delete(botUser);
    },
    findChannel(reference) {
      const byId = channels.get(reference);
      if (byId) return byId;
      if (users.has(reference)) return workspace.openDirect(reference);
      const name = reference.replace(/^#/, '');
      return [...channels.values()].find((channel) => channel.kind !== 'dm' && channel.name === name);
    },
    openDirect(userId) {
      const id = `D${workspace.user(userId).id.slice(1)}`;
      return (
        channels.get(id) ??
        workspace.addChannel({ id, name: 'directmessage', kind: 'dm', members: new Set([userId, botUser]) })
      );
    },
    channel: (id) => known(channels.get(id), `channel ${id}`),
    user: (id) => known(users.get(id), `user ${id}`),
  };

  workspace.addUser({ id: botUser, name: 'webinarqos', realName: 'Webinar QoS', isBot: true });
  workspace.addUser({ id: apple, name: 'apple', realName: 'Apple A' });
  workspace.addUser({ id: banana, name: 'banana', realName: 'Banana B' });
  workspace.addUser({ id: cherry, name: 'cherry', realName: 'Cherry C' });
  const withBot = () => new Set([...people, botUser]);
  workspace.addChannel({ id: SLACK_IDS.general, name: 'general', members: withBot() });
  workspace.addChannel({ id: SLACK_IDS.events, name: 'events' });
  workspace.addChannel({ id: SLACK_IDS.leads, name: 'leads', kind: 'private', members: withBot() });
  workspace.addChannel({ id: SLACK_IDS.board, name: 'board', kind: 'private', members: new Set([apple, banana]) });
  workspace.addChannel({ id: SLACK_IDS.archive, name: 'archive', members: withBot(), archived: true });
  workspace.addChannel({ id: SLACK_IDS.announcements, name: 'announcements', members: withBot(), readOnly: true });
  return workspace;
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the simulated workspace has no ${what}`);
  return value;
}
