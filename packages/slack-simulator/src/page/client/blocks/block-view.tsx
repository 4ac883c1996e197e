import type { ContextBlock, HeaderBlock, ImageBlock, KnownBlock, SectionBlock } from '@slack/types';
import { inBlock, OwnerProvider, useOwner } from './block-owner.js';
import { Element } from './element.js';
import { InputBlockView } from './input-block.js';
import { Placeholder } from './placeholder.js';
import { RichText } from './rich-text.js';
import { TextView } from './text-object.js';

/** One block as Slack draws it. */
export function BlockView({ block }: { readonly block: KnownBlock }) {
  const owner = useOwner();
  return (
    <OwnerProvider value={inBlock(owner, block.block_id)}>
      <BlockContent block={block} />
    </OwnerProvider>
  );
}

function BlockContent({ block }: { readonly block: KnownBlock }) {
  switch (block.type) {
    case 'header':
      return <Header block={block} />;
    case 'section':
      return <Section block={block} />;
    case 'context':
      return <ContextLine block={block} />;
    case 'divider':
      return <hr />;
    case 'actions':
      return (
        <div class="block-actions">
          {block.elements.map((element, index) => (
            <Element key={element.action_id ?? index} element={element} />
          ))}
        </div>
      );
    case 'image':
      return <Picture block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'input':
      return <InputBlockView block={block} />;
    default:
      return <Placeholder what={block.type} />;
  }
}

function Header({ block }: { readonly block: HeaderBlock }) {
  const { heading: Heading } = useOwner();
  return (
    <Heading class="block-header">
      <TextView text={block.text} />
    </Heading>
  );
}

function Section({ block }: { readonly block: SectionBlock }) {
  const { text, fields = [], accessory } = block;
  return (
    <div class="block-section">
      <div class="block-text">
        {text !== undefined && (
          <p>
            <TextView text={text} />
          </p>
        )}
        {fields.length > 0 && (
          <div class="block-fields">
            {fields.map((field, index) => (
              <p key={`${index} ${field.text}`}>
                <TextView text={field} />
              </p>
            ))}
          </div>
        )}
      </div>
      {accessory !== undefined && (
        <div class="block-accessory">
          <Element element={accessory} />
        </div>
      )}
    </div>
  );
}

function ContextLine({ block }: { readonly block: ContextBlock }) {
  return (
    <div class="block-context">
      {block.elements.map((element, index) =>
        element.type === 'image' ? (
          <Element key={`${index} image`} element={element} />
        ) : (
          <span key={`${index} ${element.text}`}>
            <TextView text={element} />
          </span>
        ),
      )}
    </div>
  );
}

function Picture({ block }: { readonly block: ImageBlock }) {
  const url = 'image_url' in block ? block.image_url : undefined;
  return (
    <figure class="block-image">
      {block.title !== undefined && (
        <figcaption>
          <TextView text={block.title} />
        </figcaption>
      )}
      {url === undefined ? (
        <Placeholder what="slack_file" />
      ) : (
        <img src={url} alt={block.alt_text} referrerpolicy="no-referrer" />
      )}
    </figure>
  );
}
