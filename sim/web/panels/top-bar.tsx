import type { WirePerson } from '../../workspace/wire.ts';
import type { Theme } from '../theme.ts';

type PanelName = 'zoom' | 'inspector' | null;

interface TopBarProps {
  readonly players: readonly WirePerson[];
  readonly user: string;
  readonly onUser: (id: string) => void;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
  readonly panel: PanelName;
  readonly onPanel: (panel: PanelName) => void;
  readonly menuOpen: boolean;
  readonly onMenu: (open: boolean) => void;
}

/** Who one is, how it looks, and what stands at the right. */
export function TopBar({ players, user, onUser, theme, onTheme, panel, onPanel, menuOpen, onMenu }: TopBarProps) {
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <header className="top-bar">
      <button
        type="button"
        className="bar-button menu-button"
        aria-label="Channels"
        aria-expanded={menuOpen}
        onClick={() => onMenu(!menuOpen)}
      >
        ☰
      </button>
      <p className="workspace-name">
        Sim Orchard <span>a workspace to try the bot in</span>
      </p>
      <fieldset className="players">
        <legend className="hidden">You are</legend>
        {players.map(({ id, name }) => (
          <label key={id} className={id === user ? 'chosen' : ''}>
            <input type="radio" name="player" checked={id === user} onChange={() => onUser(id)} />
            {name}
          </label>
        ))}
      </fieldset>
      <button
        type="button"
        className="bar-button"
        onClick={() => onTheme(other)}
        aria-label={`Switch to ${other} colours`}
      >
        <span aria-hidden="true">{theme === 'dark' ? '☀' : '☾'}</span>
      </button>
      <button
        type="button"
        className="bar-button"
        aria-pressed={panel === 'zoom'}
        onClick={() => onPanel(panel === 'zoom' ? null : 'zoom')}
      >
        Zoom
      </button>
    </header>
  );
}
