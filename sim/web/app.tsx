import { useMemo, useState } from 'react';
import type { WireElement, WireMessage } from '../workspace/wire.ts';
import { act } from './api.ts';
import { Composer } from './messages/composer.tsx';
import { MessageList } from './messages/message-list.tsx';
import { Modal } from './messages/modal.tsx';
import { type Inspected, Inspector } from './panels/inspector.tsx';
import { Sidebar } from './panels/sidebar.tsx';
import { TopBar } from './panels/top-bar.tsx';
import { ZoomPanel } from './panels/zoom-panel.tsx';
import { usePlace } from './place.ts';
import { useTheme } from './theme.ts';
import { useUnread } from './use-unread.ts';
import { useWorkspace } from './use-workspace.ts';
import { SurroundingsContext } from './workspace-context.ts';

/** Where the panel stands beside the messages; narrower, it covers them and starts closed. */
const ROOM_FOR_PANEL = '(min-width: 1100px)';

export function App() {
  const [{ user, channel }, go] = usePlace();
  const [theme, setTheme] = useTheme();
  const state = useWorkspace(user);
  const [trouble, setTrouble] = useState('');
  const [draft, setDraft] = useState('');
  const [panel, setPanel] = useState<'zoom' | 'inspector' | null>(matchMedia(ROOM_FOR_PANEL).matches ? 'zoom' : null);
  const [inspected, setInspected] = useState<Inspected | null>(null);
  const [menuOpen, setMenuOpen] = useState(false);
  const unread = useUnread(state?.messages ?? [], user, channel);
  const { people = [], channels = [] } = state ?? {};
  const surroundings = useMemo(() => ({ theme, people, channels }), [theme, people, channels]);

  if (state === null) return <p className="waiting">Opening the workspace…</p>;
  const here = state.channels.find(({ id }) => id === channel) ?? state.channels[0];
  if (here === undefined) return <p className="waiting">There are no channels for this person.</p>;
  const messages = state.messages.filter((message) => message.channel === here.id);

  async function write(text: string): Promise<void> {
    const { trouble } = await act('write', { user, channel: here?.id ?? '', text });
    setTrouble(trouble);
  }

  async function press(
    on: { ts: string; channel: string } | { view: string },
    block: string,
    element: WireElement,
    option?: string,
  ) {
    const action = element.action_id ?? '';
    const { trouble } = await act('press', { user, ...on, block, action, ...(option === undefined ? {} : { option }) });
    setTrouble(trouble);
  }

  function inspectMessage(message: WireMessage): void {
    setInspected({ what: 'message', ts: message.ts, channel: message.channel, edits: message.edits });
    setPanel('inspector');
  }

  function typeForMe(text: string): void {
    setDraft(text);
    if (!matchMedia(ROOM_FOR_PANEL).matches) setPanel(null);
    document.getElementById('composer')?.focus();
  }

  return (
    <SurroundingsContext value={surroundings}>
      <div className="app" data-panel={panel ?? 'none'}>
        <TopBar
          players={state.players}
          user={user}
          onUser={(next) => go({ user: next, channel: here.kind === 'dm' ? `D${next.slice(1)}` : here.id })}
          theme={theme}
          onTheme={setTheme}
          panel={panel}
          onPanel={setPanel}
          menuOpen={menuOpen}
          onMenu={setMenuOpen}
        />
        <Sidebar
          channels={state.channels}
          current={here.id}
          unread={unread}
          open={menuOpen}
          onChoose={(id) => {
            setMenuOpen(false);
            go({ channel: id });
          }}
        />
        <main className="conversation" aria-label={here.kind === 'dm' ? here.name : `#${here.name}`}>
          <header className="conversation-head">
            <h1>{here.kind === 'dm' ? here.name : `# ${here.name}`}</h1>
            <p>
              {here.kind === 'dm'
                ? 'App'
                : here.hasBot
                  ? 'The bot is in this channel'
                  : 'The bot is not in this channel'}
            </p>
          </header>
          <MessageList
            key={`${user}${here.id}`}
            messages={messages}
            onInspect={inspectMessage}
            onPress={(message, ...rest) => press({ ts: message.ts, channel: message.channel }, ...rest)}
            onType={typeForMe}
            firstCommand={state.commands[0]?.command ?? ''}
          />
          {!state.connected && (
            <p className="trouble" role="alert">
              The workspace has stopped. Start it again with npm run demo.
            </p>
          )}
          {trouble !== '' && (
            <p className="trouble" role="alert">
              {trouble}{' '}
              <button type="button" className="plain" onClick={() => setTrouble('')}>
                Dismiss
              </button>
            </p>
          )}
          {here.closed === null ? (
            <Composer place={here} commands={state.commands} draft={draft} onDraft={setDraft} onSend={write} />
          ) : (
            <p className="closed">{here.closed}</p>
          )}
        </main>
        {panel === 'zoom' && (
          <ZoomPanel
            zoom={state.zoom}
            command={state.commands[0]?.command ?? ''}
            onType={typeForMe}
            onTrouble={setTrouble}
            onClose={() => setPanel(null)}
          />
        )}
        {panel === 'inspector' && (
          <Inspector user={user} inspected={inspected} messages={state.messages} onClose={() => setPanel(null)} />
        )}
        {/* All that are open: those below keep what was put into them. */}
        {state.views.map((view, index) => (
          <Modal
            key={view.id}
            view={view}
            depth={index + 1}
            onPress={(...rest) => press({ view: view.id }, ...rest)}
            onClose={async () => setTrouble((await act('close', { user })).trouble)}
            onSubmit={async (values) => setTrouble((await act('submit', { user, values })).trouble)}
            onInspect={() => {
              setInspected({ what: 'view', view: view.id });
              setPanel('inspector');
            }}
          />
        ))}
      </div>
    </SurroundingsContext>
  );
}
