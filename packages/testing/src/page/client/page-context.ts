import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageDeed } from '../page-deed.js';
import type { PageState } from '../page-state.js';
import type { Reader } from '../text/format-slack-date.js';

export interface Page {
  readonly state: PageState;
  readonly reader: Reader;
  /** Does it as the person the page is looked at by; what went wrong comes back as a sentence, null for nothing. */
  readonly act: (deed: PageDeed) => Promise<string | null>;
}

const PageContext = createContext<Page | null>(null);
export const PageProvider = PageContext.Provider;

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error('Only what is inside the page can ask about it');
  return page;
}
