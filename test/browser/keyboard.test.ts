import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { messageWith, useDesk } from './support/desk.ts';

/** Presses Tab (or Shift+Tab) until the focus is on something with this on it. */
async function tabTo(page: Page, label: string, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await focused(page)).includes(label)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the focus never came to "${label}"`);
}

/** What stands on the button that has the focus, or the input's id; nothing for anything else. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement;
    return active?.matches('button, input') ? active.id || (active.textContent ?? '') : '';
  });
}

describe('with the keyboard alone', () => {
  const desk = useDesk();

  it('asks by completion, pages, opens and closes details, and never loses the focus', async () => {
    const page = await desk.sit();
    const composer = page.getByRole('combobox', { name: /^Message/ });
    await tabTo(page, 'Webinar QoS');
    for (let presses = 0; presses < 10 && (await focused(page)) !== 'composer'; presses += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type('/');
    const list = page.getByRole('listbox', { name: 'Commands' });
    await list.waitFor();
    expect(await composer.getAttribute('aria-activedescendant')).toContain('/webinar-qos');
    await page.keyboard.press('ArrowDown');
    expect(await list.getByRole('option', { selected: true }).innerText()).toContain('/invite');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    await page.keyboard.type('web');
    await page.keyboard.press('Tab');
    expect(await composer.inputValue()).toBe('/webinar-qos ');
    expect(await page.locator('.usage-hint').innerText()).toContain('[webinar ID or Zoom link]');
    await page.keyboard.type('932 0123 5621');
    await page.keyboard.press('Enter');
    await messageWith(page, 'Webinar quality').waitFor();

    await tabTo(page, 'Worst connections', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await messageWith(page, '1–5 of 10').waitFor();
    await tabTo(page, 'Next');
    await page.keyboard.press('Enter');
    const second = messageWith(page, '6–10 of 10');
    await second.waitFor();
    // The button is gone at the end of the list; the focus is still in its message.
    await expect.poll(() => second.evaluate((message) => message.contains(document.activeElement))).toBe(true);

    await tabTo(page, 'Details');
    await page.keyboard.press('Space');
    const modal = page.getByRole('dialog', { name: 'Connection details' });
    await modal.waitFor();
    const stops = new Set<boolean>();
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press('Tab');
      // The browser's own bar comes between the last stop and the first: the body, never what lies behind.
      stops.add(
        await modal.evaluate(
          (dialog) =>
            [dialog, document.body].some((one) => one === document.activeElement) ||
            dialog.contains(document.activeElement),
        ),
      );
    }
    expect([...stops]).toEqual([true]);
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'hidden' });
    expect(await focused(page)).toContain('Details');

    await tabTo(page, 'Inspect');
    await page.keyboard.press('Enter');
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByText('Yes, within all limits.').waitFor();
    expect(await inspector.locator('.read-aloud').innerText()).toContain('Worst connections, 6 to 10 of 10');
    const json: unknown = JSON.parse(await inspector.locator('.json').innerText());
    expect(json).toHaveProperty('blocks');
    expect(JSON.stringify(json)).not.toContain('"block_id":"b');
  });
});
