export {
  actions,
  type BlockOptions,
  context,
  divider,
  fields,
  header,
  image,
  input,
  section,
} from './slack/blocks/blocks.js';
export { type ButtonOptions, button, confirm, option, plainTextInput, staticSelect } from './slack/blocks/elements.js';
export { slackLimits } from './slack/blocks/limits.js';
export { escapeMrkdwn, link, mention, slackDate } from './slack/blocks/mrkdwn.js';
export {
  dateLeaf,
  type Leaf as RichTextLeaf,
  linkLeaf,
  richText,
  richTextList,
  richTextPreformatted,
  richTextQuote,
  richTextSection,
  type TextStyle,
  textLeaf,
  userLeaf,
} from './slack/blocks/rich-text.js';
export { mrkdwn, plain, type Text as BlockText } from './slack/blocks/text-objects.js';
export { homeView, type ModalOptions, modal } from './slack/blocks/view.js';
