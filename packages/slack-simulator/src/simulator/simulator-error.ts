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
  | 'invalid_value'
  | 'not_simulated'
  | 'invalid_rule'
  | 'invalid_options'
  | 'cannot_jump'
  | 'button_failed'
  | 'state_file_unreadable';

/** A call that the simulator refuses: Slack would not allow it, or an option is wrong. */
export class SimulatorError extends Error {
  override readonly name = 'SimulatorError';
  readonly code: SimulatorErrorCode;

  constructor(code: SimulatorErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
