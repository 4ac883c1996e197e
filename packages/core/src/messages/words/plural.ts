/** The forms of a sentence by the plural rules of a language. */
interface PluralForms {
  readonly one: string;
  readonly other: string;
  /** French and Spanish have it for millions. @default other */
  readonly many?: string;
}

/** Chooses the form of a sentence for a count. */
export type Plural = (count: number, forms: PluralForms) => string;

/** @param language - a BCP 47 tag, such as `de` */
export function pluralIn(language: string): Plural {
  let rules: Intl.PluralRules | null = null;
  return (count, forms) => {
    rules ??= new Intl.PluralRules(language);
    const category = rules.select(count);
    return category === 'one' ? forms.one : category === 'many' ? (forms.many ?? forms.other) : forms.other;
  };
}
