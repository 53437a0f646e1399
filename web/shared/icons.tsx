import type { ComponentChildren, JSX } from "preact";

function Icon({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.9"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

const icon = (children: ComponentChildren) => (): JSX.Element => <Icon>{children}</Icon>;

export const ChatIcon = icon(<path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 4v-4A2.4 2.4 0 0 1 4 13.6zM8.5 8.7h7M8.5 11.7h4.5" />);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6 6 18" />);
export const MoreIcon = icon(<path d="M5.5 12h.1M12 12h.1M18.5 12h.1" stroke-width="3.2" />);
export const DownIcon = icon(<path d="m6 9 6 6 6-6" />);
export const SendIcon = icon(<path d="M12 19V5.5M6 11l6-6 6 6" />);
export const ClipIcon = icon(<path d="m19.5 11.6-7.4 7.3a4.6 4.6 0 0 1-6.5-6.5l7.7-7.6a3.1 3.1 0 0 1 4.3 4.4l-7.6 7.5a1.5 1.5 0 0 1-2.2-2.1l6.9-6.8" />);
export const FileIcon = icon(<path d="M13.5 4H8a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2V8.5zM13.5 4v4.5H18M9 13h6M9 16.2h4" />);
export const PersonIcon = icon(
  <>
    <circle cx="12" cy="8.2" r="3.7" />
    <path d="M4.8 20c.7-3.6 3.6-5.7 7.2-5.7s6.5 2.1 7.2 5.7" />
  </>,
);
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const DoubleCheckIcon = icon(<path d="m2.5 12.5 4.5 4.5 9-9.5M12 16.5l.5.5 9-9.5" />);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.2" />
    <path d="M12 7.5V12l3 2" />
  </>,
);
export const AlertIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5v5.2M12 16.2v.1" />
  </>,
);
export const RetryIcon = icon(<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 4v4h-4" />);
export const LockIcon = icon(
  <>
    <rect x="5.5" y="10.5" width="13" height="9" rx="2" />
    <path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />
  </>,
);
export const GlobeIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c2.6 2.5 3.8 5.3 3.8 8.5s-1.2 6-3.8 8.5c-2.6-2.5-3.8-5.3-3.8-8.5s1.2-6 3.8-8.5z" />
  </>,
);
export const BotIcon = icon(
  <>
    <rect x="4.5" y="8" width="15" height="11" rx="3.5" />
    <path d="M12 8V4.8M9.3 12.6v1.4M14.7 12.6v1.4" />
  </>,
);
export const ReplyIcon = icon(<path d="M10 7 5 12l5 5M5.5 12H14a5 5 0 0 1 5 5v1" />);
export const ShieldIcon = icon(<path d="M12 3.5 5 6.2v5.3c0 4.2 2.8 7.4 7 9 4.2-1.6 7-4.8 7-9V6.2zM9 12l2.2 2.2L15.2 10" />);
export const BoxIcon = icon(<path d="M4 8.2 12 4l8 4.2v7.6L12 20l-8-4.2zM4 8.2l8 4.2 8-4.2M12 12.4V20" />);
export const KeyboardIcon = icon(
  <>
    <rect x="3.5" y="6.5" width="17" height="11" rx="2.5" />
    <path d="M7.5 10.5h.1M11 10.5h.1M14.5 10.5h.1M8.5 14h7" />
  </>,
);
export const SignOutIcon = icon(<path d="M14 5H7.5A1.5 1.5 0 0 0 6 6.5v11A1.5 1.5 0 0 0 7.5 19H14M11 12h9M17 9l3 3-3 3" />);
export const BackIcon = icon(<path d="M15 6l-6 6 6 6" />);
export const InsertIcon = icon(<path d="M12 4.5v11M7.5 11l4.5 4.5 4.5-4.5M5 19.5h14" />);
export const SearchIcon = icon(
  <>
    <circle cx="10.8" cy="10.8" r="6.3" />
    <path d="m15.6 15.6 4.4 4.4" />
  </>,
);
export const BellIcon = icon(<path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5zM10.3 20.3h3.4" />);
export const TransferIcon = icon(<path d="M4.5 8.5H18M14.5 5l3.5 3.5-3.5 3.5M19.5 15.5H6M9.5 12 6 15.5 9.5 19" />);
export const MacroIcon = icon(<path d="M13 4 5.5 13.5H11L10 20l8-10h-5.5z" />);
export const BoardIcon = icon(<path d="M4 19.5h16M6.5 16v-5M11 16V6.5M15.5 16v-7M20 16v-3" />);
export const GearIcon = icon(
  <>
    <circle cx="12" cy="12" r="2.9" />
    <path d="M12 3.8v2.4M12 17.8v2.4M3.8 12h2.4M17.8 12h2.4M6.2 6.2l1.7 1.7M16.1 16.1l1.7 1.7M6.2 17.8l1.7-1.7M16.1 7.9l1.7-1.7" />
  </>,
);
export const PlusIcon = icon(<path d="M12 5.5v13M5.5 12h13" />);
