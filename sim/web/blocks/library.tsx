import { memo } from 'react';
import { type Block, Message, type MessageProps } from 'slack-blocks-to-jsx';
import type { WireBlock, WireText } from '../../workspace/wire.ts';
import { useSurroundings } from '../workspace-context.ts';
import { formatSlackDate } from './slack-date.ts';

type LibraryHooks = NonNullable<MessageProps['hooks']>;

const HOOKS: LibraryHooks = {
  date: ({ timestamp, format, link, fallback }) => {
    const shown = formatSlackDate(Number(timestamp), format) ?? fallback;
    const time = <time dateTime={new Date(Number(timestamp) * 1000).toISOString()}>{shown}</time>;
    return link === null ? time : <a href={link}>{time}</a>;
  },
  link: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  ),
};

/** A text object: mark-up, emoji, dates, names of people and channels, as the library reads them. */
export const SlackText = memo(MarkedText, ({ text: a }, { text: b }) => a.text === b.text && a.type === b.type);

function MarkedText({ text: { type, text } }: { readonly text: WireText }) {
  return (
    <div className="slack-text">
      {/* Only these two: the library takes `verbatim` for "no mark-up", to Slack it means "no links of your own". */}
      <LibraryMessage block={{ type: 'section', text: { type, text } }} unstyled />
    </div>
  );
}

/** Any block that this page has no component of its own for. */
export function LibraryBlock({ block }: { readonly block: WireBlock }) {
  return (
    <div className="library-block">
      <LibraryMessage block={block} />
    </div>
  );
}

function LibraryMessage({ block, unstyled = false }: { readonly block: WireBlock; readonly unstyled?: boolean }) {
  const { theme, people, channels } = useSurroundings();
  // Safe: the simulator's check knows the same blocks; what the library does not know it leaves out.
  const blocks = [block] as unknown as Block[];
  const data = { users: people.map(({ id, name }) => ({ id, name })), channels: [...channels] };
  return (
    <Message
      logo=""
      name=""
      blocks={blocks}
      theme={theme}
      data={data}
      hooks={HOOKS}
      unstyled={unstyled}
      withoutWrapper
    />
  );
}
