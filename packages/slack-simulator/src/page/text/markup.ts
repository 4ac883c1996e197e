/** Slack's markup, parsed: what each piece of a text is, not how it looks. */
export type Markup =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'bold' | 'italic' | 'strike' | 'quote'; readonly parts: readonly Markup[] }
  | { readonly type: 'code' | 'fence'; readonly text: string }
  | { readonly type: 'link'; readonly url: string; readonly label: string }
  | { readonly type: 'person' | 'channel' | 'usergroup'; readonly id: string; readonly label: string | null }
  | { readonly type: 'everyone'; readonly range: string }
  | SlackDate
  | { readonly type: 'emoji'; readonly name: string };

/** An instant in the reader's own time zone. */
export interface SlackDate {
  readonly type: 'date';
  readonly seconds: number;
  readonly format: string;
  readonly url: string | null;
  readonly fallback: string;
}
