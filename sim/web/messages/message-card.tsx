import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { WireElement, WireFile, WireMessage } from '../../workspace/wire.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { SlackText } from '../blocks/library.tsx';
import { type OnPress, useSurroundings } from '../workspace-context.ts';

interface MessageCardProps {
  readonly message: WireMessage;
  readonly onPress: OnPress;
  readonly onInspect: () => void;
}

/**
 * One message, edited in place. Reading mark-up is the page's most expensive work: a message is drawn anew when it has changed,
 * not with every letter typed. What it calls stays good meanwhile, since the list is a new one for every person and channel.
 */
export const MessageCard = memo(OneMessage, (before, after) => before.message === after.message);

function OneMessage({ message, onPress, onInspect }: MessageCardProps) {
  const { people } = useSurroundings();
  const card = useRef<HTMLElement>(null);
  const pressed = useRef(false);
  const author = people.find(({ id }) => id === message.user);
  const time = new Date(Number(message.ts) * 1000);
  const shownTime = time.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
  const name = author?.name ?? message.user;

  // An edit may take away the very button that was pressed: whoever uses the keyboard goes on from here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: every edit is a reason to look
  useLayoutEffect(() => {
    if (pressed.current && document.activeElement === document.body) card.current?.focus();
  }, [message.edits]);

  async function press(block: string, element: WireElement, option?: string): Promise<void> {
    pressed.current = true;
    await onPress(block, element, option);
  }

  return (
    <article
      ref={card}
      tabIndex={-1}
      className={`message ${message.onlyYou ? 'only-you' : ''}`}
      aria-label={`${name}, ${shownTime}`}
      data-ts={message.ts}
      data-edits={message.edits}
    >
      <div className={`avatar ${author?.isBot ? 'bot' : ''}`} aria-hidden="true">
        {initials(name)}
      </div>
      <div className="message-main">
        {message.onlyYou && (
          <p className="only-you-note">
            <span aria-hidden="true">👁 </span>Only visible to you
          </p>
        )}
        <p className="message-head">
          <strong>{name}</strong>
          {author?.isBot && <span className="app-badge">APP</span>}
          <time dateTime={time.toISOString()}>{shownTime}</time>
          {message.threadTs !== null && <span className="in-thread">in a thread</span>}
        </p>
        <div className="message-body">
          {message.blocks.length === 0 ? (
            message.text !== '' && <SlackText text={{ type: 'mrkdwn', text: message.text }} />
          ) : (
            <Blocks blocks={message.blocks} onPress={press} />
          )}
          {message.edits > 0 && <span className="edited">(edited)</span>}
        </div>
        {message.files.map((file) => (
          <FileCard key={file.id} file={file} />
        ))}
      </div>
      <MessageActions text={message.text} onInspect={onInspect} />
    </article>
  );
}

function MessageActions({ text, onInspect }: { readonly text: string; readonly onInspect: () => void }) {
  const [copied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text).catch(() => undefined);
    setCopied(true);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a toolbar groups buttons; there is no element for it
    <div className="message-actions" role="group" aria-label="Message actions">
      <button type="button" className="plain" onClick={onInspect}>
        Inspect
      </button>
      <button type="button" className="plain" onClick={copy}>
        {copied ? 'Copied' : 'Copy text'}
      </button>
    </div>
  );
}

function FileCard({ file }: { readonly file: WireFile }) {
  if (file.deleted) return <div className="file">This file was deleted.</div>;
  return (
    <div className="file">
      <span className="file-icon" aria-hidden="true">
        {file.name.split('.').at(-1)?.toUpperCase()}
      </span>
      <span className="file-name">
        <strong>{file.title}</strong>
        <span>{formatBytes(file.bytes)}</span>
      </span>
      <a className="slack-button" href={`/workspace/files/${file.id}`} download={file.name}>
        Download<span className="hidden"> {file.name}</span>
      </a>
    </div>
  );
}

function formatBytes(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${Math.round(bytes / 100) / 10} kB`;
}

function initials(name: string): string {
  return name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2);
}
