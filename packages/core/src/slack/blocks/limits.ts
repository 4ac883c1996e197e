/** A constant apart from the table, so that code that only reads a form does not load the table. */
export const maxModalBlocks = 100;

/**
 * Slack's limits: the maximum length of each text, and the maximum count of the rest.
 *
 * Characters are UTF-16 units after escaping, which is never fewer than Slack counts. Sources:
 * docs.slack.dev/reference/block-kit, docs.slack.dev/reference/methods/chat.update and @slack/types 3.2.
 */
export const slackLimits = {
  // messages and views
  messageBlocks: 50,
  modalBlocks: maxModalBlocks,
  homeBlocks: 100,
  /**
   * `chat.postMessage` takes longer texts, but `chat.update` refuses them (`msg_too_long`), so such a message could never be changed.
   * Source: docs.slack.dev/reference/methods/chat.update
   */
  messageText: 4000,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
  // blocks
  id: 255,
  text: 3000,
  headerText: 150,
  sectionFields: 10,
  sectionField: 2000,
  contextElements: 10,
  actionsElements: 25,
  inputLabel: 2000,
  inputHint: 2000,
  imageAltText: 2000,
  imageTitle: 2000,
  // elements
  url: 3000,
  buttonText: 75,
  buttonValue: 2000,
  accessibilityLabel: 75,
  placeholder: 150,
  textInputLength: 3000,
  selectOptions: 100,
  optionText: 75,
  /** Some of Slack's references say 150. The smaller number is safe with all of them. */
  optionValue: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;
