import { boardPictures } from "./pictures/boards.ts";
import { cablePictures } from "./pictures/cables.ts";
import { communicationPictures } from "./pictures/communication.ts";
import { connectorPictures } from "./pictures/connectors.ts";
import { displayPictures } from "./pictures/displays.ts";
import { ledPictures } from "./pictures/leds.ts";
import { motorPictures } from "./pictures/motors.ts";
import { passivePictures } from "./pictures/passives.ts";
import { powerPictures } from "./pictures/power.ts";
import { sensorPictures } from "./pictures/sensors.ts";
import { toolPictures } from "./pictures/tools.ts";
import type { Drawing } from "./svg.ts";

const families = [
  boardPictures,
  cablePictures,
  communicationPictures,
  connectorPictures,
  displayPictures,
  ledPictures,
  motorPictures,
  passivePictures,
  powerPictures,
  sensorPictures,
  toolPictures,
];

/** Keyed by a product's `image`. */
export const pictures: ReadonlyMap<string, Drawing> = new Map(
  families.flatMap((family) =>
    Object.entries(family).map(([path, drawing]) => [`catalog/CQRobot/${path}`, drawing] as const),
  ),
);
