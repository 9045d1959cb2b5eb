import type { DemoProduct } from "./product.ts";
import { boards } from "./products/boards.ts";
import { cables } from "./products/cables.ts";
import { communication } from "./products/communication.ts";
import { connectors } from "./products/connectors.ts";
import { displays } from "./products/displays.ts";
import { leds } from "./products/leds.ts";
import { motors } from "./products/motors.ts";
import { passives } from "./products/passives.ts";
import { power } from "./products/power.ts";
import { sensors } from "./products/sensors.ts";
import { tools } from "./products/tools.ts";

export type { DemoProduct } from "./product.ts";

export const demoProducts: readonly DemoProduct[] = [
  ...connectors,
  ...sensors,
  ...displays,
  ...boards,
  ...motors,
  ...power,
  ...leds,
  ...cables,
  ...tools,
  ...communication,
  ...passives,
];
