import type { TestProject } from 'vitest/node';
import { buildPage } from '../../sim/workspace/page/build-page.ts';
import { provideChromium } from '../../sim/workspace/page/chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    chromiumPath: string;
  }
}

/** A browser, and the page it is to show, before any test waits for them. */
export default async function setUpBrowser(project: TestProject): Promise<void> {
  project.provide('chromiumPath', provideChromium(process.env.CHROMIUM_PATH));
  await buildPage();
}
