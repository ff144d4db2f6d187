import type { Block } from '../slack/block-kit/block-kit.ts';
import type { SlackSim } from '../slack/slack-sim.ts';
import type { SimMessage } from '../slack/stores/message-store.ts';
import type { SimView } from '../slack/stores/view-store.ts';
import { type SimChannel, SLACK_IDS } from '../slack/stores/workspace.ts';
import type { WireBlock, WireChannel, WireMessage, WirePerson, WireView } from './wire.ts';

/** A message as one person sees it. */
export function wireMessage(message: SimMessage, slack: SlackSim): WireMessage {
  const { ts, channel, user, ephemeralFor, text, blocks, threadTs, files, edits, deleted } = message;
  return {
    ts,
    channel,
    user,
    onlyYou: ephemeralFor !== undefined,
    text,
    blocks: wireBlocks(blocks),
    threadTs: threadTs ?? null,
    files: files.flatMap((id) => {
      const file = slack.files.get(id);
      return file ? [{ id, name: file.name, title: file.title, bytes: file.length, deleted: file.deleted }] : [];
    }),
    edits,
    deleted,
  };
}

/** An open modal. */
export function wireView({ id, payload, blocks }: SimView): WireView {
  const { title, submit, close } = payload;
  return {
    id,
    title: plain(title) ?? '',
    submit: plain(submit),
    close: plain(close) ?? 'Close',
    blocks: wireBlocks(blocks),
  };
}

/** Channels that a person is in, then the direct messages with the bot. */
export function wireChannels(user: string, slack: SlackSim, readOnlyDirect: boolean): WireChannel[] {
  slack.workspace.openDirect(user);
  return [...slack.workspace.channels.values()]
    .filter((channel) => channel.members.has(user))
    .sort((a, b) => Number(a.kind === 'dm') - Number(b.kind === 'dm'))
    .map((channel) => ({
      id: channel.id,
      name: channel.kind === 'dm' ? slack.workspace.user(SLACK_IDS.botUser).realName : channel.name,
      kind: channel.kind,
      hasBot: channel.members.has(SLACK_IDS.botUser),
      closed: whyClosed(channel, readOnlyDirect),
    }));
}

function whyClosed(channel: SimChannel, readOnlyDirect: boolean): string | null {
  if (channel.archived) return 'This channel is archived. You can read it, but not write.';
  if (channel.kind === 'dm' && readOnlyDirect) return 'Sending messages to this app has been turned off.';
  return null;
}

/** Everybody who may have written something, Slackbot included. */
export function wirePeople(slack: SlackSim): WirePerson[] {
  const people = [...slack.workspace.users.values()].map(({ id, realName, isBot }) => ({ id, name: realName, isBot }));
  return [...people, { id: 'USLACKBOT', name: 'Slackbot', isBot: true }];
}

function wireBlocks(blocks: readonly Block[]): readonly WireBlock[] {
  // Safe: the simulator keeps only blocks that its check has let through.
  return blocks as unknown as readonly WireBlock[];
}

function plain(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : null;
}
