import type { WireChannel } from '../../workspace/wire.ts';

interface SidebarProps {
  readonly channels: readonly WireChannel[];
  readonly current: string;
  readonly unread: ReadonlySet<string>;
  readonly open: boolean;
  readonly onChoose: (id: string) => void;
}

/** Channels, then the bot's direct messages. */
export function Sidebar({ channels, current, unread, open, onChoose }: SidebarProps) {
  const groups = [
    { title: 'Channels', list: channels.filter(({ kind }) => kind !== 'dm') },
    { title: 'Apps', list: channels.filter(({ kind }) => kind === 'dm') },
  ];
  return (
    <nav className="sidebar" data-open={open} aria-label="Channels and apps">
      {groups.map(({ title, list }) => (
        <section key={title}>
          <h2>{title}</h2>
          <ul>
            {list.map(({ id, name, kind }) => (
              <li key={id}>
                <button
                  type="button"
                  aria-current={id === current ? 'page' : undefined}
                  className={unread.has(id) ? 'unread' : ''}
                  onClick={() => onChoose(id)}
                >
                  <span aria-hidden="true">{{ public: '#', private: '🔒', dm: '◆' }[kind]}</span> {name}
                  {unread.has(id) && <span className="hidden"> (new)</span>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
