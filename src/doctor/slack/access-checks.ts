import type { Config } from '../../config.ts';
import { advice, type CheckResult, good, unseen, wrong } from '../check.ts';
import type { AskSlack } from './ask-slack.ts';

const NAME = 'Who may ask';
/** Of each list; more would take Slack's calls from the bot. */
const MOST_LOOKED_AT = 20;

type Access = Config['access'];
/** An entry of a list that lets nobody in, by its cause. */
type Fault = Pick<CheckResult, 'state' | 'said' | 'act'>;

/** What each kind of list is asked for, and what Slack's refusals mean there. IDs of people are not told. */
const LISTS = {
  channels: {
    variable: 'ACCESS_CHANNELS',
    method: 'conversations.members',
    argument: (id: string) => ({ channel: id, limit: '1' }),
    isNamed: true,
    unknown: ['channel_not_found'],
    what: 'Slack knows no such channel, or it is private and the bot is not in it',
    act: 'Correct the ID, or /invite the bot there',
  },
  usergroups: {
    variable: 'ACCESS_USERGROUPS',
    method: 'usergroups.users.list',
    argument: (id: string) => ({ usergroup: id }),
    isNamed: true,
    unknown: ['no_such_subteam', 'subteam_not_found'],
    what: 'Slack knows no such user group',
    act: 'Correct the ID (People → User groups → … → Copy group ID)',
  },
  users: {
    variable: 'ACCESS_USERS',
    method: 'users.info',
    argument: (id: string) => ({ user: id }),
    isNamed: false,
    unknown: ['user_not_found', 'user_not_visible'],
    what: 'somebody in it is not in this workspace',
    act: 'Correct the ID (profile → … → Copy member ID)',
  },
  operators: {
    variable: 'ACCESS_OPERATORS',
    method: 'users.info',
    argument: (id: string) => ({ user: id }),
    isNamed: false,
    unknown: ['user_not_found', 'user_not_visible'],
    what: 'somebody in it is not in this workspace',
    act: 'Correct the ID (profile → … → Copy member ID)',
  },
} as const;
type ListName = keyof typeof LISTS;

/** Whether those whom the lists name can be found: an entry that nobody can be found by lets nobody in. */
export async function checkAccess(askSlack: AskSlack, token: string, access: Access): Promise<CheckResult[]> {
  // Object.keys forgets which keys there are.
  const names = Object.keys(LISTS) as ListName[];
  const looks = names.flatMap((list) =>
    access[list].slice(0, MOST_LOOKED_AT).map((id) => look(askSlack, token, list, id)),
  );
  const faults = new Map<string, CheckResult>();
  for (const fault of await Promise.all(looks)) {
    if (fault) faults.set(fault.said, { name: NAME, ...fault });
  }
  if (access.operators.length === 0) {
    const said = 'ACCESS_OPERATORS names nobody, so nobody sees /webinar-qos status';
    faults.set(said, advice(NAME, said, "Put in Slack's user IDs of those who run the bot"));
  }
  return faults.size > 0 ? [...faults.values()] : [good(NAME, wordsOf(access))];
}

async function look(askSlack: AskSlack, token: string, list: ListName, id: string): Promise<Fault | null> {
  const { variable, method, argument, isNamed, unknown, what, act } = LISTS[list];
  const answer = await askSlack(method, token, argument(id));
  if (answer.kind === 'ok') return null;
  if (answer.kind === 'trouble') return unseen(NAME, `${variable}: ${answer.said}`, answer.act);
  if (answer.error === 'missing_scope') {
    const scope = answer.needed ?? 'the scope for it';
    return wrong(NAME, `${variable} lets nobody in: the token lacks ${scope}`, 'Add it, and reinstall the app');
  }
  const isUnknown = unknown.some((word) => word === answer.error);
  const said = isUnknown ? what : `Slack refuses to say who is in it (${answer.error})`;
  return wrong(NAME, `${variable}${isNamed ? `, ${id}` : ''}: ${said}`, act);
}

function wordsOf({ channels, users, usergroups, allowsGuests }: Access): string {
  const lists = [
    channels.length > 0 ? `members of ${channels.length} channels` : null,
    usergroups.length > 0 ? `of ${usergroups.length} user groups` : null,
    users.length > 0 ? `${users.length} people by ID` : null,
  ].filter((words) => words !== null);
  const who = lists.length === 0 ? 'every full member of the workspace' : lists.join(', ');
  return allowsGuests ? `${who}; guests as members` : who;
}
