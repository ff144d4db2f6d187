import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { startWorkspace, type Workspace } from '../start-workspace.ts';
import { installPackages, launchChromium, provideChromium } from './chromium.ts';

const FOLDER = join(import.meta.dirname, '../../../docs/images');
/** What the README may load at most for one picture. */
const MOST_BYTES = 200_000;
const WAIT_MS = 30_000;

const chromium = provideChromium(process.env.CHROMIUM_PATH);
// Without these a picture shows boxes instead of emoji.
installPackages(['fonts-noto-color-emoji', 'fonts-lato']);
mkdirSync(FOLDER, { recursive: true });
const browser = await launchChromium(chromium);
for (const theme of ['light', 'dark'] as const) {
  const workspace = await startWorkspace();
  const page = await browser.newPage({
    viewport: { width: 900, height: 1400 },
    deviceScaleFactor: 1.5,
    colorScheme: theme,
    timezoneId: 'UTC',
  });
  page.setDefaultTimeout(WAIT_MS);
  await page.goto(workspace.url);
  await page.locator('#composer').waitFor();
  await takePictures(page, workspace, theme);
  await workspace.stop();
}
await browser.close();

async function takePictures(page: Page, workspace: Workspace, theme: string): Promise<void> {
  await page.locator('#composer').fill('/webinar-qos 932 0123 5621');
  await page.keyboard.press('Enter');
  const report = page.locator('.message', { has: page.locator('h3', { hasText: 'Webinar quality' }) }).last();
  await report.waitFor();
  await picture(report, `report-${theme}`);

  await report.locator('button', { hasText: 'Worst connections' }).click();
  const list = page.locator('.message', { hasText: 'Worst connections – 1–5' });
  await list.waitFor();
  await picture(list, `worst-list-${theme}`);

  await list.locator('button', { hasText: 'Details' }).first().click();
  const modal = page.getByRole('dialog', { name: 'Connection details' });
  await modal.waitFor();
  await picture(modal, `details-${theme}`);
  for (const [title, name] of [
    ['Copy for a ticket', 'ticket'],
    ['Text for this person', 'letter'],
  ] as const) {
    await modal.getByRole('button', { name: title }).click();
    const text = page.getByRole('dialog', { name: title });
    await text.waitFor();
    await picture(text, `${name}-${theme}`);
    await page.keyboard.press('Escape');
    await text.waitFor({ state: 'hidden' });
  }
  await page.keyboard.press('Escape');
  await modal.waitFor({ state: 'hidden' });

  await report.locator('button', { hasText: 'By loss' }).click();
  const byLoss = page.locator('.message', { hasText: 'Everybody, by lost sound – 1–5' });
  await byLoss.waitFor();
  await picture(byLoss, `by-loss-${theme}`);

  await byLoss.locator('button', { hasText: 'All as table' }).click();
  const table = page.locator('.message', { has: page.locator('.data-table') });
  await table.waitFor();
  await picture(table, `table-${theme}`);

  await page.setViewportSize({ width: 1120, height: 790 });
  await page.getByRole('button', { name: 'Zoom', exact: true }).click();
  await page.getByRole('button', { name: 'End it now' }).click();
  const automatic = page.locator('.message', { hasText: 'Open Garden' }).filter({ hasText: '(edited)' });
  await automatic.filter({ hasNotText: /preliminary/i }).waitFor();
  await picture(page, `workspace-${theme}`);
  await page.setViewportSize({ width: 900, height: 1400 });
  await page.getByRole('button', { name: 'Zoom', exact: true }).click();
  await picture(automatic, `automatic-report-${theme}`);
  if (workspace.slack.errors.length > 0) throw new Error(JSON.stringify(workspace.slack.errors));
}

async function picture(what: Locator | Page, name: string): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  const isWindow = 'viewportSize' in what;
  // Nothing under the mouse, nothing that has the focus: a message as it is when one reads it.
  await (isWindow ? what : what.page()).mouse.move(0, 0);
  // The whole window at full size, the parts larger than life: both below the limit.
  const style = '.modal::backdrop { background: var(--bg); }';
  await what.screenshot({ path, style, animations: 'disabled', ...(isWindow ? { scale: 'css' } : {}) });
  const { size } = statSync(path);
  if (size > MOST_BYTES) throw new Error(`${name}.png has ${size} bytes, more than ${MOST_BYTES}`);
  console.log(`docs/images/${name}.png  ${Math.round(size / 1000)} kB`);
}
