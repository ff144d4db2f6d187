import type {
  ActionsBlock,
  Block,
  Button,
  ContextBlock,
  InputBlock,
  KnownBlock,
  ModalView,
  Overflow,
  RichTextBlock,
  SectionBlock,
  TextObject,
} from '@slack/types';
import type { Message } from './message.ts';
import { isNativeBlock, type MessageBlock } from './native-data.ts';
import { checkNativeBlocks } from './native-limits.ts';

/** Slack's limits, in characters unless they count things. https://docs.slack.dev/reference/block-kit/blocks */
export const SLACK_LIMITS = {
  messageBlocks: 50,
  modalBlocks: 100,
  /** More is cut in posts and refused in updates. */
  topLevelText: 4000,
  sectionText: 3000,
  sectionFields: 10,
  sectionField: 2000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  /** Of a menu ⋯. */
  menuOptions: 5,
  optionText: 75,
  /** Other pages of Slack say 150. */
  optionValue: 75,
  accessibilityLabel: 75,
  buttonValue: 2000,
  actionId: 255,
  blockId: 255,
  modalTitle: 24,
  inputLabel: 2000,
  privateMetadata: 3000,
  callbackId: 255,
  modalJson: 250_000,
} as const;

/**
 * What Slack would refuse, each as a JSON pointer and a sentence; empty when all is well. A block type that the bot
 * does not use counts as a fault: its limits are not known here.
 */
export function findLimitViolations(payload: Message | ModalView): string[] {
  const faults: string[] = [];
  const report = (pointer: string, sentence: string) => faults.push(`${pointer}: ${sentence}`);
  if ('type' in payload) checkModal(payload, report);
  else checkMessage(payload, report);
  return faults;
}

type Reporter = (pointer: string, sentence: string) => void;

function checkMessage({ text, blocks }: Message, report: Reporter): void {
  checkLength(text, SLACK_LIMITS.topLevelText, '/text', report);
  checkBlocks(blocks, SLACK_LIMITS.messageBlocks, report);
  checkNativeBlocks(blocks, report);
}

function checkModal(view: ModalView, report: Reporter): void {
  checkText(view.title, SLACK_LIMITS.modalTitle, '/title', report, 'plain_text');
  if (view.close) checkText(view.close, SLACK_LIMITS.modalTitle, '/close', report, 'plain_text');
  if (view.submit) checkText(view.submit, SLACK_LIMITS.modalTitle, '/submit', report, 'plain_text');
  if ((view.private_metadata ?? '').length > SLACK_LIMITS.privateMetadata) report('/private_metadata', 'is too long');
  if ((view.callback_id ?? '').length > SLACK_LIMITS.callbackId) report('/callback_id', 'is too long');
  checkBlocks(view.blocks, SLACK_LIMITS.modalBlocks, report);
  if (view.blocks.some(isNativeBlock)) report('/blocks', 'has a chart or table, which only messages hold');
  if (JSON.stringify(view).length > SLACK_LIMITS.modalJson) report('', 'the whole view is too large');
}

function checkBlocks(blocks: readonly (KnownBlock | Block)[], max: number, report: Reporter): void {
  if (blocks.length === 0) report('/blocks', 'is empty');
  if (blocks.length > max) report('/blocks', `has ${blocks.length} blocks, more than ${max}`);
  const ids = blocks.map((block) => block.block_id).filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) report('/blocks', 'has two blocks with the same block_id');
  // A Block that is none of the known ones lands in the default branch below.
  blocks.forEach((block, index) => {
    if ((block.block_id ?? '').length > SLACK_LIMITS.blockId) report(`/blocks/${index}/block_id`, 'is too long');
    checkBlock(block as MessageBlock, `/blocks/${index}`, report);
  });
}

function checkBlock(block: MessageBlock, pointer: string, report: Reporter): void {
  switch (block.type) {
    case 'divider':
    case 'data_visualization':
    case 'data_table':
      break;
    case 'header':
      checkText(block.text, SLACK_LIMITS.headerText, `${pointer}/text`, report, 'plain_text');
      break;
    case 'section':
      checkSection(block, pointer, report);
      break;
    case 'context':
      checkContext(block, pointer, report);
      break;
    case 'actions':
      checkActions(block, pointer, report);
      break;
    case 'input':
      checkInput(block, pointer, report);
      break;
    case 'rich_text':
      checkRichText(block, pointer, report);
      break;
    default:
      report(pointer, `has the type ${block.type}, not known here`);
  }
}

function checkInput({ label, hint, element }: InputBlock, pointer: string, report: Reporter): void {
  checkText(label, SLACK_LIMITS.inputLabel, `${pointer}/label`, report, 'plain_text');
  if (hint) checkText(hint, SLACK_LIMITS.inputLabel, `${pointer}/hint`, report, 'plain_text');
  if (element.type !== 'plain_text_input') report(`${pointer}/element`, `is a ${element.type}, not known here`);
}

/** Slack names no limit; that of other texts is kept. */
function checkRichText({ elements }: RichTextBlock, pointer: string, report: Reporter): void {
  elements.forEach((element, index) => {
    const at = `${pointer}/elements/${index}`;
    if (element.type !== 'rich_text_preformatted') {
      report(at, `is a ${element.type}, not known here`);
      return;
    }
    element.elements.forEach((part, place) => {
      const text = part.type === 'text' ? part.text : '';
      checkLength(text, SLACK_LIMITS.sectionText, `${at}/elements/${place}/text`, report);
    });
  });
}

function checkContext({ elements }: ContextBlock, pointer: string, report: Reporter): void {
  checkCount(elements.length, SLACK_LIMITS.contextElements, `${pointer}/elements`, report);
  elements.forEach((element, index) => {
    const at = `${pointer}/elements/${index}`;
    if (element.type === 'image') report(at, 'is an image, not known here');
    else checkText(element, SLACK_LIMITS.sectionText, at, report);
  });
}

function checkActions({ elements }: ActionsBlock, pointer: string, report: Reporter): void {
  checkCount(elements.length, SLACK_LIMITS.actionsElements, `${pointer}/elements`, report);
  const ids = elements.map((element) => element.action_id);
  if (new Set(ids).size < ids.length) report(`${pointer}/elements`, 'has two elements with the same action_id');
  elements.forEach((element, index) => {
    checkElement(element, `${pointer}/elements/${index}`, report);
  });
}

function checkSection({ text, fields, accessory }: SectionBlock, pointer: string, report: Reporter): void {
  if (!text && !fields) report(pointer, 'has neither text nor fields');
  if (text) checkText(text, SLACK_LIMITS.sectionText, `${pointer}/text`, report);
  if (fields) checkCount(fields.length, SLACK_LIMITS.sectionFields, `${pointer}/fields`, report);
  fields?.forEach((field, index) => {
    checkText(field, SLACK_LIMITS.sectionField, `${pointer}/fields/${index}`, report);
  });
  if (accessory) checkElement(accessory, `${pointer}/accessory`, report);
}

function checkElement(element: Button | { readonly type: string }, pointer: string, report: Reporter): void {
  if (isMenu(element)) {
    checkMenu(element, pointer, report);
    return;
  }
  if (!isButton(element)) {
    report(pointer, `is a ${element.type}, not known here`);
    return;
  }
  checkText(element.text, SLACK_LIMITS.buttonText, `${pointer}/text`, report, 'plain_text');
  checkLength(element.action_id ?? 'none', SLACK_LIMITS.actionId, `${pointer}/action_id`, report);
  checkLength(element.value ?? 'none', SLACK_LIMITS.buttonValue, `${pointer}/value`, report);
  checkLength(
    element.accessibility_label ?? 'none',
    SLACK_LIMITS.accessibilityLabel,
    `${pointer}/accessibility_label`,
    report,
  );
}

function checkMenu({ action_id, options }: Overflow, pointer: string, report: Reporter): void {
  checkLength(action_id ?? 'none', SLACK_LIMITS.actionId, `${pointer}/action_id`, report);
  checkCount(options.length, SLACK_LIMITS.menuOptions, `${pointer}/options`, report);
  options.forEach(({ text, value }, index) => {
    const at = `${pointer}/options/${index}`;
    checkText(text, SLACK_LIMITS.optionText, `${at}/text`, report, 'plain_text');
    checkLength(value ?? 'none', SLACK_LIMITS.optionValue, `${at}/value`, report);
  });
}

function isMenu(element: Overflow | { readonly type: string }): element is Overflow {
  return element.type === 'overflow';
}

function isButton(element: Button | { readonly type: string }): element is Button {
  return element.type === 'button';
}

function checkText(text: TextObject, max: number, pointer: string, report: Reporter, type?: TextObject['type']): void {
  if (type && text.type !== type) report(pointer, `is ${text.type}, not ${type}`);
  checkLength(text.text, max, `${pointer}/text`, report);
}

function checkLength(text: string, max: number, pointer: string, report: Reporter): void {
  if (text.trim() === '') report(pointer, 'is empty');
  if (text.length > max) report(pointer, `has ${text.length} characters, more than ${max}`);
}

function checkCount(count: number, max: number, pointer: string, report: Reporter): void {
  if (count === 0) report(pointer, 'is empty');
  if (count > max) report(pointer, `has ${count} elements, more than ${max}`);
}
