import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { launchChromium } from '../../../sim/workspace/page/chromium.ts';
import { startWorkspace, type Workspace, type WorkspaceOptions } from '../../../sim/workspace/start-workspace.ts';

interface SitDown {
  readonly user?: string;
  readonly channel?: string;
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
}

/** A workspace with a browser in front of it. */
export interface Desk {
  readonly workspace: Workspace;
  /** A fresh window of one person; a test in which its page complains fails. */
  sit(how?: SitDown): Promise<Page>;
}

const WAIT_MS = 15_000;

/** One workspace and one browser for a whole file. */
export function useDesk(options: WorkspaceOptions = {}): Desk {
  let workspace: Workspace | undefined;
  let browser: Browser | undefined;
  const complaints: string[] = [];
  beforeAll(async () => {
    [workspace, browser] = await Promise.all([startWorkspace(options), launchChromium(inject('chromiumPath'))]);
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await workspace?.stop();
  });
  return {
    get workspace() {
      if (workspace === undefined) throw new Error('the workspace has not started');
      return workspace;
    },
    async sit({ user = SLACK_IDS.apple, channel = SLACK_IDS.general, width = 1280, theme = 'light' } = {}) {
      if (browser === undefined || workspace === undefined) throw new Error('the browser has not started');
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: theme });
      page.setDefaultTimeout(WAIT_MS);
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (line) => {
        if (line.type() === 'error') complaints.push(line.text());
      });
      await page.goto(`${workspace.url}/#/${user}/${channel}`);
      await page.getByRole('log', { name: 'Messages' }).waitFor();
      return page;
    },
  };
}

/** Types a line and sends it. */
export async function type(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox', { name: /^Message/ }).fill(text);
  await page.keyboard.press('Enter');
}

/** The newest message. */
export function lastMessage(page: Page): Locator {
  return page.locator('.message').last();
}

/** The newest message with this text in it. */
export function messageWith(page: Page, text: string | RegExp): Locator {
  return page.locator('.message', { hasText: text }).last();
}

/** A button by what stands on it; screen readers may be told more. */
export function button(inside: Locator | Page, label: string): Locator {
  return inside.locator('button', { hasText: label }).first();
}

/** Asks and waits for the report: a message of its own, after the acknowledgement. */
export async function askForReport(page: Page, id: string): Promise<Locator> {
  const reports = page.locator('.message').filter({ has: page.locator('h3', { hasText: 'Webinar quality' }) });
  const before = await reports.count();
  await type(page, `/webinar-qos ${id}`);
  const report = reports.nth(before);
  await report.waitFor();
  return page.locator(`[data-ts="${await report.getAttribute('data-ts')}"]`);
}
