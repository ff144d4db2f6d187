import type { SlackSim } from '../slack/slack-sim.ts';
import type { SimView } from '../slack/stores/view-store.ts';
import { SLACK_IDS } from '../slack/stores/workspace.ts';
import type { AppManifest } from './manifest.ts';
import type { WireOutcome } from './wire.ts';

const DONE: WireOutcome = { ok: true, trouble: '' };
const NO_ANSWER: WireOutcome = { ok: false, trouble: 'The app did not respond. Slack would show a warning here.' };

interface Press {
  readonly user: string;
  readonly channel?: string | undefined;
  readonly ts?: string | undefined;
  readonly view?: string | undefined;
  readonly block: string;
  readonly action: string;
  readonly option?: string | undefined;
}

/** What the page lets a person do in Slack. */
export interface PersonActs {
  write(user: string, channel: string, text: string): Promise<WireOutcome>;
  press(press: Press): Promise<WireOutcome>;
  submit(user: string, values: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Promise<WireOutcome>;
  close(user: string): Promise<WireOutcome>;
  findView(user: string, id: string): SimView | undefined;
}

export function createPersonActs(slack: SlackSim, manifest: AppManifest): PersonActs {
  const findView = (user: string, id: string) => slack.openViews(user).find((view) => view.id === id);

  async function command(user: string, channel: string, typed: string): Promise<WireOutcome> {
    const [name = '', ...words] = typed.split(' ');
    const text = words.join(' ').trim();
    if (name === '/invite' || name === '/remove') return changeMembers(name, channel, text);
    if (!manifest.commands.some((one) => one.command === name)) {
      return { ok: false, trouble: `${name} is not a valid command.` };
    }
    await slack.typeCommand({ user, channel, command: name, text });
    // A failure is a message of Slackbot already.
    return DONE;
  }

  /** Slack's own commands: only the bot can be invited here, everybody else is in already. */
  function changeMembers(name: string, channel: string, whom: string): WireOutcome {
    const bot = slack.workspace.user(SLACK_IDS.botUser);
    const asked = whom.replace(/^@/, '').toLowerCase();
    if (asked !== bot.realName.toLowerCase() && asked !== bot.name) {
      return { ok: false, trouble: `Only @${bot.realName} can be invited or removed here.` };
    }
    slack.workspace.setBotMember(channel, name === '/invite');
    slack.say(SLACK_IDS.botUser, channel, name === '/invite' ? 'joined the channel.' : 'left the channel.');
    return DONE;
  }

  return {
    async write(user, channel, text) {
      if (text.startsWith('/')) return command(user, channel, text);
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      slack.say(user, channel, escaped);
      return DONE;
    },
    async press({ user, channel, ts, view: viewId, block, action, option }) {
      const message = slack.messagesFor(user, channel ?? '').find((one) => one.ts === ts);
      const view = findView(user, viewId ?? '');
      if (message === undefined && view === undefined) return { ok: false, trouble: 'This is no longer there.' };
      const answer = await slack.click({
        user,
        button: action,
        block,
        ...(view ? { view } : message ? { message } : {}),
        ...(option === undefined ? {} : { option }),
      });
      return answer.failure === null ? DONE : NO_ANSWER;
    },
    async submit(user, values) {
      const answer = await slack.submitView({ user, values });
      return answer.failure === null ? DONE : NO_ANSWER;
    },
    async close(user) {
      if (slack.openViews(user).length > 0) await slack.closeView(user);
      return DONE;
    },
    findView,
  };
}
