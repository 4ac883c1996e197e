/** Why the simulator refused a call. Stable: tests may assert on it. */
export type SimulatorErrorCode =
  | 'no_request_url'
  | 'unknown_person'
  | 'unknown_channel'
  | 'cannot_see'
  | 'channel_archived'
  | 'message_not_found'
  | 'element_not_found'
  | 'view_not_open'
  | 'input_not_found'
  | 'input_too_long'
  | 'not_simulated'
  | 'invalid_rule'
  | 'invalid_options'
  | 'cannot_jump'
  | 'button_failed'
  | 'state_file_unreadable';

/** A person was asked to do something that they cannot do in Slack, or the simulator is set up wrongly. */
export class SimulatorError extends Error {
  override readonly name = 'SimulatorError';
  readonly code: SimulatorErrorCode;

  constructor(code: SimulatorErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
