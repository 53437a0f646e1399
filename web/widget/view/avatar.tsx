import type { JSX } from "preact";
import { BotIcon, PersonIcon } from "../../shared/icons";
import { initials } from "../../shared/initials";

export function Avatar({ author, name }: { author: "bot" | "agent"; name: string | null }): JSX.Element {
  return (
    <span class={`avatar ${author}`} aria-hidden="true">
      {author === "bot" ? <BotIcon /> : name ? initials(name) : <PersonIcon />}
    </span>
  );
}
