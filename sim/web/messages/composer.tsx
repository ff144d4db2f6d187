import { type KeyboardEvent, useId, useState } from 'react';
import type { WireChannel, WireCommand } from '../../workspace/wire.ts';

interface ComposerProps {
  readonly place: WireChannel;
  readonly commands: readonly WireCommand[];
  readonly draft: string;
  readonly onDraft: (text: string) => void;
  readonly onSend: (text: string) => Promise<void>;
}

/** Slack's own commands that mean something here. */
const OWN: readonly WireCommand[] = [
  { command: '/invite', description: 'Invite the bot to this channel', usageHint: '@Webinar QoS' },
  { command: '/remove', description: 'Remove the bot from this channel', usageHint: '@Webinar QoS' },
];

/** Where one writes: a slash opens the list of commands, a chosen command shows how it is used. */
export function Composer({ place, commands, draft, onDraft, onSend }: ComposerProps) {
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  const list = useId();
  const hint = useId();
  const all = [...commands, ...OWN];
  const matches = /^\/\S*$/.test(draft) && !closed ? all.filter(({ command }) => command.startsWith(draft)) : [];
  const chosen = all.find(({ command }) => draft.startsWith(`${command} `));
  const current = matches[active] ?? matches[0];

  function change(text: string): void {
    onDraft(text);
    setActive(0);
    setClosed(false);
  }

  async function send(): Promise<void> {
    const text = draft.trim();
    if (text === '') return;
    change('');
    await onSend(text);
  }

  function onKey(event: KeyboardEvent): void {
    if (current === undefined) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isWhole = current.command === draft;
    if (step !== undefined) setActive((active + step + matches.length) % matches.length);
    else if (event.key === 'Escape') setClosed(true);
    else if (event.key === 'Tab' && !event.shiftKey) change(`${current.command} `);
    else if (event.key === 'Enter' && !isWhole) change(`${current.command} `);
    else return;
    event.preventDefault();
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {matches.length > 0 && (
        <div className="completions" id={list} role="listbox" aria-label="Commands">
          {matches.map((command) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, as a listbox has it
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input
            <div
              key={command.command}
              id={`${list}${command.command}`}
              role="option"
              aria-selected={command === current}
              onClick={() => {
                change(`${command.command} `);
                document.getElementById('composer')?.focus();
              }}
            >
              <strong>{command.command}</strong> <span className="usage">{command.usageHint}</span>
              <span className="description">{command.description}</span>
            </div>
          ))}
        </div>
      )}
      {chosen && (
        <p className="usage-hint" id={hint}>
          <strong>{chosen.command}</strong> {chosen.usageHint}
        </p>
      )}
      <div className="composer-line">
        <input
          id="composer"
          type="text"
          role="combobox"
          aria-label={`Message ${place.kind === 'dm' ? place.name : `#${place.name}`}`}
          aria-autocomplete="list"
          aria-expanded={matches.length > 0}
          aria-controls={matches.length > 0 ? list : undefined}
          aria-activedescendant={current && `${list}${current.command}`}
          aria-describedby={chosen && hint}
          autoComplete="off"
          maxLength={4000}
          placeholder={`Message ${place.kind === 'dm' ? place.name : `#${place.name}`}, or / for commands`}
          value={draft}
          onChange={({ target }) => change(target.value)}
          onKeyDown={onKey}
        />
        <button type="submit" className="slack-button primary" disabled={draft.trim() === ''}>
          Send
        </button>
      </div>
    </form>
  );
}
