import { useEffect, useId, useRef, useState } from 'react';
import type { WireOption } from '../../workspace/wire.ts';

interface OverflowMenuProps {
  readonly options: readonly WireOption[];
  readonly busy: boolean;
  readonly onChoose: (option: string) => void;
}

/** The three dots: arrow keys, Home and End move, Esc closes and gives the focus back. */
export function OverflowMenu({ options, busy, onChoose }: OverflowMenuProps) {
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (open) menu.current?.querySelector('button')?.focus();
  }, [open]);

  function close(): void {
    setOpen(false);
    opener.current?.focus();
  }

  function move(key: string): boolean {
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.findIndex((item) => item.matches(':focus'));
    const places: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: items.length - 1,
    };
    const to = places[key];
    if (to === undefined) return false;
    items[(to + items.length) % items.length]?.focus();
    return true;
  }

  return (
    <div className="overflow">
      <button
        ref={opener}
        type="button"
        className="slack-button"
        aria-label="More options"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-busy={busy}
        onClick={() => setOpen(!open)}
      >
        ⋯
      </button>
      {open && (
        <div
          ref={menu}
          id={id}
          role="menu"
          tabIndex={-1}
          className="menu"
          onBlur={({ relatedTarget }) => {
            if (!menu.current?.contains(relatedTarget)) setOpen(false);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
            else if (!move(event.key)) return;
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          {options.map(({ text, value }) => (
            <button
              key={value}
              type="button"
              role="menuitem"
              onClick={() => {
                close();
                onChoose(text.text);
              }}
            >
              {text.text}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
