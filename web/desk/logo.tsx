import type { JSX } from "preact";

export function Logo(): JSX.Element {
  return (
    <svg class="logo" viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#1d5c4b" />
      <path d="M6 19c3.3 0 3.3-7 6.7-7s3.3 9 6.6 9 3.4-5 6.7-5" fill="none" stroke="#e6ab3f" stroke-width="3" stroke-linecap="round" />
    </svg>
  );
}
