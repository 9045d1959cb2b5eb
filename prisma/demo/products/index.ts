import type { DemoProduct } from "../product.ts";
import { boards } from "./boards.ts";
import { cables } from "./cables.ts";
import { communication } from "./communication.ts";
import { connectors } from "./connectors.ts";
import { displays } from "./displays.ts";
import { leds } from "./leds.ts";
import { motors } from "./motors.ts";
import { passives } from "./passives.ts";
import { power } from "./power.ts";
import { sensors } from "./sensors.ts";
import { tools } from "./tools.ts";

export type { DemoProduct } from "../product.ts";

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
