import type { SlackContext } from '../slack-context.ts';
import { readContent } from '../stores/message-content.ts';
import type { SimMessage } from '../stores/message-store.ts';
import type { SimView } from '../stores/view-store.ts';
import { SLACK_IDS } from '../stores/workspace.ts';
import type { SimError } from '../web-api/call-log.ts';
import { wireMessage } from '../web-api/chat-methods.ts';
import { wireView } from '../web-api/view-methods.ts';
import type { BotAnswer } from './bot-answer.ts';
import { escapeCommandText } from './escape-command.ts';
import { findElement } from './find-button.ts';
import { postToBot } from './post-to-bot.ts';
import { submitView, type ViewSubmission } from './submit-view.ts';

interface TypedCommand {
  readonly user: string;
  readonly channel: string;
  /** `/webinar-qos` unless said otherwise. */
  readonly command?: string;
  readonly text?: string;
  /** false: `text` goes out as it is, as with `should_escape: false`. */
  readonly escaped?: boolean;
}

interface Click {
  readonly user: string;
  /** The message, in any of its versions, or the open modal. */
  readonly message?: SimMessage;
  readonly view?: SimView;
  /** action_id, label, or a part of the label; of an entry behind ⋯ its text. */
  readonly button: string;
  /** block_id, where several blocks hold the same button. */
  readonly block?: string;
  /** For menus: the text of the option. */
  readonly option?: string;
  /** Instead of the button's own value, as from somebody who tampers with it. */
  readonly value?: string;
}

export interface CommandOutcome extends BotAnswer {
  /** What the acknowledgement, or Slack itself after a failure, put before the person. */
  readonly message: SimMessage | null;
}

/** What people do in Slack. */
export interface People {
  typeCommand(command: TypedCommand): Promise<CommandOutcome>;
  click(click: Click): Promise<BotAnswer>;
  submitView(submission: ViewSubmission): Promise<BotAnswer>;
  /** Closes the top modal; the bot hears of it when the view asked for that. */
  closeView(user: string): Promise<BotAnswer | null>;
}

export function createPeople(context: SlackContext, report: (error: Omit<SimError, 'atMs'>) => void): People {
  const { workspace, messages, triggers, responseUrls, views } = context;

  /** @throws Error when the person cannot be there: the test is wrong, not the bot. */
  function mustBeInside(user: string, channel: string): void {
    if (!workspace.channel(channel).members.has(workspace.user(user).id)) {
      throw new Error(`${user} is not a member of ${channel}`);
    }
  }

  async function tell(form: Record<string, string>, what: string): Promise<BotAnswer> {
    const sent = new URLSearchParams(form);
    const answer = await (context.settings.socketMode ? context.socketMode.deliver(sent) : postToBot(context, sent));
    if (answer.failure) report({ what: answer.failure, detail: `${what}: ${answer.status ?? 'no answer'}` });
    return answer;
  }

  return {
    async typeCommand({ user, channel, command = '/webinar-qos', text = '', escaped = true }) {
      mustBeInside(user, channel);
      const responseUrl = responseUrls.issue({ kind: 'command', user, channel });
      const { kind, name } = workspace.channel(channel);
      const answer = await tell(
        {
          token: 'simVerificationToken00000',
          team_id: SLACK_IDS.team,
          team_domain: 'sim-orchard',
          channel_id: channel,
          channel_name: kind === 'private' ? 'privategroup' : name,
          user_id: user,
          user_name: workspace.user(user).name,
          command,
          text: escaped ? escapeCommandText(text, workspace) : text,
          api_app_id: SLACK_IDS.app,
          is_enterprise_install: 'false',
          response_url: responseUrl,
          trigger_id: triggers.issue(user),
        },
        command,
      );
      if (answer.failure) {
        const failure = `${command} failed with the error "${answer.failure}"`;
        return { ...answer, message: messages.post({ channel, user: 'USLACKBOT', ephemeralFor: user, text: failure }) };
      }
      const message = showAcknowledgement(answer, { user, channel, typed: `${command} ${text}`.trim() });
      return { ...answer, message };
    },

    async click({ user, message, view, button, block, option, value }) {
      const place = message ? messageInteraction(user, message) : viewInteraction(user, view);
      const found = findElement(place.blocks, button, block);
      const { blockId, element } = found;
      const chosen = option ?? found.option;
      const action = {
        type: element.type,
        action_id: element.action_id,
        block_id: blockId,
        action_ts: String(context.clock.now() / 1000),
        ...(element.text === undefined ? {} : { text: element.text }),
        ...(element.value === undefined ? {} : { value: element.value }),
        ...(element.style === undefined ? {} : { style: element.style }),
        ...(chosen === undefined
          ? withValue({}, value)
          : { selected_option: withValue(findOption(element.options, chosen), value) }),
      };
      const payload = { type: 'block_actions', ...sender(user), ...place.payload, actions: [action] };
      return tell({ payload: JSON.stringify(payload) }, `click on ${button}`);
    },

    submitView: (submission) => submitView(submission, context, (payload) => send(payload, 'view_submission')),

    async closeView(user) {
      const top = views.openViews(user).at(-1);
      if (top === undefined) throw new Error(`${user} has no open modal`);
      views.close(top);
      if (top.payload.notify_on_close !== true) return null;
      return send({ type: 'view_closed', user, view: wireView(top), is_cleared: false }, 'view_closed');
    },
  };

  function send(payload: { readonly user: string } & Record<string, unknown>, what: string): Promise<BotAnswer> {
    return tell({ payload: JSON.stringify({ ...payload, ...sender(payload.user) }) }, what);
  }

  function sender(user: string) {
    const { name, team } = workspace.user(user);
    return {
      user: { id: user, username: name, name, team_id: team },
      api_app_id: SLACK_IDS.app,
      token: 'simVerificationToken00000',
      team: { id: SLACK_IDS.team, domain: 'sim-orchard' },
      enterprise: null,
      is_enterprise_install: false,
      trigger_id: triggers.issue(user),
    };
  }

  function messageInteraction(user: string, given: SimMessage) {
    const message = messages.find(given.channel, given.ts);
    if (message === undefined) throw new Error('the message is gone');
    const ephemeral = message.ephemeralFor !== undefined;
    if (ephemeral && message.ephemeralFor !== user) throw new Error(`${user} does not see this message`);
    mustBeInside(user, message.channel);
    const { id, name } = workspace.channel(message.channel);
    const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
    return {
      blocks: message.blocks,
      payload: {
        container: { type: 'message', message_ts: message.ts, channel_id: id, is_ephemeral: ephemeral, ...thread },
        channel: { id, name },
        // Ephemeral messages are not kept: nobody can send them along.
        ...(ephemeral ? {} : { message: wireMessage(message) }),
        state: { values: {} },
        response_url: responseUrls.issue({ kind: 'action', user, channel: id, message }),
      },
    };
  }

  function viewInteraction(user: string, given: SimView | undefined) {
    const view = given && views.find({ id: given.id });
    if (view?.user !== user) throw new Error(`${user} has no such modal open`);
    return { blocks: view.blocks, payload: { container: { type: 'view', view_id: view.id }, view: wireView(view) } };
  }

  /** Shows what the bot put into its acknowledgement; null when that is nothing, or nothing Slack takes. */
  function showAcknowledgement(
    answer: BotAnswer,
    { user, channel, typed }: { user: string; channel: string; typed: string },
  ): SimMessage | null {
    if (answer.body === '') return null;
    const body = answer.contentType.includes('json') ? parseJson(answer.body) : { text: answer.body };
    if (typeof body !== 'object' || body === null) {
      report({ what: 'invalid_ack', detail: 'the body is no JSON object' });
      return null;
    }
    const args: Record<string, unknown> = { ...body };
    const inChannel = args.response_type === 'in_channel';
    if (inChannel) messages.post({ channel, user, text: typed });
    if (inChannel && args.text === undefined && args.blocks === undefined) return null;
    const content = readContent(args, context.settings.nativeDataBlocks);
    if ('error' in content) {
      report({ what: 'invalid_ack', detail: `${content.error} ${content.messages.join('; ')}`.trim() });
      return null;
    }
    const { text, blocks } = content;
    const audience = inChannel ? {} : { ephemeralFor: user };
    return messages.post({ channel, user: SLACK_IDS.botUser, text, blocks, ...audience });
  }
}

/** With another value than its own, as from somebody who tampers with it. */
function withValue(clicked: object, value: string | undefined): object {
  return value === undefined ? clicked : { ...clicked, value };
}

function findOption(options: unknown, text: string): object {
  const all: { text?: { text?: string } }[] = Array.isArray(options) ? options : [];
  const found = all.find((one) => one.text?.text === text);
  if (found === undefined) throw new Error(`the menu has no option "${text}"`);
  return found;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
