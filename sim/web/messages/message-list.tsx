import { useLayoutEffect, useRef } from 'react';
import type { WireElement, WireMessage } from '../../workspace/wire.ts';
import { MessageCard } from './message-card.tsx';

interface MessageListProps {
  readonly messages: readonly WireMessage[];
  readonly onPress: (message: WireMessage, block: string, element: WireElement, option?: string) => Promise<void>;
  readonly onInspect: (message: WireMessage) => void;
  readonly onType: (text: string) => void;
  readonly firstCommand: string;
}

/** How near to the end counts as being there, in pixels. */
const NEAR_END = 120;

/** Stays at the newest message while the reader is there, and where he is otherwise. */
export function MessageList({ messages, onPress, onInspect, onType, firstCommand }: MessageListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);

  useLayoutEffect(() => {
    const [outer, inner] = [scroller.current, content.current];
    if (outer === null || inner === null) return;
    const follow = () => {
      if (atEnd.current) outer.scrollTop = outer.scrollHeight;
    };
    const observer = new ResizeObserver(follow);
    observer.observe(inner);
    observer.observe(outer);
    return () => observer.disconnect();
  }, []);

  // A new message shows itself, also to somebody who has scrolled up: it is the answer to what he did.
  const count = messages.length;
  useLayoutEffect(() => {
    if (count === 0) return;
    atEnd.current = true;
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [count]);

  return (
    <div
      ref={scroller}
      className="messages"
      role="log"
      aria-label="Messages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
      }}
    >
      <div ref={content}>
        {count === 0 && <Welcome command={firstCommand} onType={onType} />}
        {messages.map((message) => (
          <MessageCard
            key={message.ts}
            message={message}
            onPress={(...rest) => onPress(message, ...rest)}
            onInspect={() => onInspect(message)}
          />
        ))}
      </div>
    </div>
  );
}

function Welcome({ command, onType }: { readonly command: string; readonly onType: (text: string) => void }) {
  const example = `${command} 932 0123 5621`;
  return (
    <div className="welcome">
      <h2>Nothing here yet</h2>
      <p>The real bot listens; Slack and Zoom are played. Ask it about a webinar:</p>
      <p>
        <code>{example}</code>{' '}
        <button type="button" className="slack-button" onClick={() => onType(example)}>
          Type it
        </button>
      </p>
    </div>
  );
}
