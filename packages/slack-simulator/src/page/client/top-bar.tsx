import { useEffect, useState } from 'preact/hooks';
import { MenuIcon, ThemeIcon, ToolsIcon } from './icons.js';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const themeWords = { system: 'Colours of the system', light: 'Light colours', dark: 'Dark colours' } as const;

export function TopBar(props: {
  readonly connected: boolean;
  readonly isMenuOpen: boolean;
  readonly onMenu: () => void;
  readonly areToolsOpen: boolean;
  readonly onTools: () => void;
}) {
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <header class="top-bar">
      <button
        type="button"
        class="icon-button only-narrow"
        aria-expanded={props.isMenuOpen}
        aria-label="Channels and people"
        onClick={props.onMenu}
      >
        <MenuIcon />
      </button>
      <p class="top-title">
        <strong>Slack simulator</strong>
        <span class={props.connected ? 'live' : 'live off'} role="status">
          {props.connected ? 'live' : 'not connected'}
        </span>
      </p>
      <button
        type="button"
        class="icon-button"
        aria-label={`${themeWords[theme]}; change to ${themeWords[next].toLowerCase()}`}
        title={themeWords[theme]}
        onClick={() => setTheme(next)}
      >
        <ThemeIcon />
      </button>
      <button type="button" class="text-button" aria-pressed={props.areToolsOpen} onClick={props.onTools}>
        <ToolsIcon />
        <span>Simulator</span>
      </button>
    </header>
  );
}
