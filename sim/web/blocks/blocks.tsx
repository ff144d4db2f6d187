import type { WireBlock, WireElement } from '../../workspace/wire.ts';
import type { OnPress } from '../workspace-context.ts';
import { Chart } from './chart.tsx';
import { DataTable } from './data-table.tsx';
import { InteractiveElement } from './elements.tsx';
import { InputBlock, type OnValue } from './input-block.tsx';
import { LibraryBlock, SlackText } from './library.tsx';

interface BlockProps {
  readonly block: WireBlock;
  readonly onPress: OnPress;
  readonly onValue?: OnValue | undefined;
}

/** Blocks in their order. Keys are places: an edit in place must keep the focus where it is. */
export function Blocks({ blocks, ...rest }: Omit<BlockProps, 'block'> & { readonly blocks: readonly WireBlock[] }) {
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: block ids are new with every edit; the place is what stays
    <OneBlock key={`${index}:${block.type}`} block={block} {...rest} />
  ));
}

function OneBlock({ block, onPress, onValue }: BlockProps) {
  switch (block.type) {
    case 'header':
      return <h3 className="block-header">{isText(block.text) && <SlackText text={block.text} />}</h3>;
    case 'section':
      return <SectionBlock block={block} onPress={onPress} />;
    case 'context':
      return (
        <div className="block-context">
          {block.elements?.map((element, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a context have no names
            <ContextElement key={index} element={element} />
          ))}
        </div>
      );
    case 'actions':
      return (
        <div className="block-actions">
          {block.elements?.map((element) => (
            <InteractiveElement
              key={`${element.type}:${element.action_id}`}
              element={element}
              block={block.block_id ?? ''}
              onPress={onPress}
            />
          ))}
        </div>
      );
    case 'divider':
      return <hr className="block-divider" />;
    case 'alert':
      return (
        <div className={`block-alert alert-${block.level ?? 'default'}`}>
          {isText(block.text) && <SlackText text={block.text} />}
        </div>
      );
    case 'data_table':
      return <DataTable block={block} onPress={onPress} />;
    case 'data_visualization':
      return <Chart block={block} />;
    case 'input':
      return <InputBlock block={block} onValue={onValue} />;
    default:
      return <LibraryBlock block={block} />;
  }
}

function SectionBlock({ block, onPress }: BlockProps) {
  const { text, fields, accessory } = block;
  return (
    <div className="block-section">
      <div className="section-words">
        {isText(text) && <SlackText text={text} />}
        {fields && (
          <div className="section-fields">
            {fields.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fields have no names
              <SlackText key={index} text={field} />
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="section-accessory">
          {accessory.type === 'image' ? (
            <img src={accessory.image_url} alt={accessory.alt_text ?? ''} />
          ) : (
            <InteractiveElement element={accessory} block={block.block_id ?? ''} onPress={onPress} />
          )}
        </div>
      )}
    </div>
  );
}

function ContextElement({ element }: { readonly element: WireElement }) {
  if (element.type === 'image') return <img src={element.image_url} alt={element.alt_text ?? ''} />;
  if (element.type !== 'mrkdwn' && element.type !== 'plain_text') return null;
  return <SlackText text={{ type: element.type, text: String(element.text ?? '') }} />;
}

function isText(text: WireBlock['text']): text is Exclude<WireBlock['text'], string | undefined> {
  return typeof text === 'object';
}
