/** The paints of the product drawings. */
export const PINE = "#1d5c4b";
export const DEEP = "#173f34";
export const HONEY = "#e6ab3f";
export const CLAY = "#c4653a";
export const CREAM = "#fbf6ea";
export const SKY = "#4f86a8";
export const NIGHT = "#27435c";
export const PLUM = "#7b5a86";
export const ROSE = "#d08a8f";
export const WOOD = "#a87446";
export const INK = "#2b3631";
export const STONE = "#8e9a94";
export const MIST = "#c8d2cc";
