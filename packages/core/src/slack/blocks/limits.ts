/** Apart, so that reading a form does not load all the limits of drawing one. */
export const maxModalBlocks = 100;

/**
 * What Slack accepts: characters for texts, numbers of things for the rest.
 *
 * Characters are counted as UTF-16 units after escaping, which is never fewer than Slack counts. Source:
 * docs.slack.dev/reference/block-kit, docs.slack.dev/reference/methods/chat.update and @slack/types 3.2.
 */
export const slackLimits = {
  // messages and views
  messageBlocks: 50,
  modalBlocks: maxModalBlocks,
  homeBlocks: 100,
  /** `chat.postMessage` takes more, but `chat.update` does not: a longer text could never be changed. */
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
  /** 150 in some references: the smaller is right in all. */
  optionValue: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;
