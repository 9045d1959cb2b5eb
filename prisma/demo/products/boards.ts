import { html, note, p, specs, ul } from "../html.ts";
import { inCategory } from "../product.ts";

export const boards = inCategory("Development Boards", [
  {
    id: 1120,
    model: "CQRMCP23017A",
    name: "Ocean: MCP23017 IO Expansion Board",
    description: html(
      p(`Sixteen more inputs or outputs over the two I²C wires you already use. Every pin can be
        an input with or without a 100 kΩ pull-up, or an output good for 25 mA.`),
      specs({
        Ports: "A and B, 8 bits each, 5 V tolerant",
        "I²C address": "0x20 to 0x27, three solder jumpers",
        "Bus speed": "100 kHz, 400 kHz, 1.7 MHz",
        Supply: "3.3 V or 5 V",
        Size: "46 × 34 mm, four M3 holes",
      }),
      p(`Eight boards on one bus add up to 128 lines. Both interrupt outputs are brought out, so
        buttons need no polling. A 5-pin and a 9-wire cable are in the box.`),
    ),
    price: 7.99,
    quantity: 486,
    image: "catalog/CQRobot/MCP23017/MCP23017-1.JPG",
    views: 412,
  },
  {
    id: 1110,
    model: "CQRUNOR3",
    name: "UNO R3 Compatible Board, ATmega328P (DIP)",
    description: html(
      p(`The board that most tutorials assume. The microcontroller sits in a socket: a burnt
        output costs you one chip rather than the whole board.`),
      ul(
        "14 digital pins (6 PWM), 6 analogue inputs",
        "32 KB flash, 2 KB SRAM, 1 KB EEPROM, 16 MHz",
        "USB-B through an ATmega16U2, no extra driver",
        "7 to 12 V barrel jack",
      ),
    ),
    price: 14.5,
    quantity: 233,
    image: "catalog/CQRobot/UNO/UNO R3-1.jpg",
    views: 183,
  },
  {
    id: 1111,
    model: "CQRNANO-C",
    name: "Nano V3 ATmega328P with USB-C",
    description: html(
      p("Same processor as the UNO on 18 × 45 mm, with headers that straddle a breadboard."),
      p(`The CH340C bridge has its oscillator inside, and the connector is a USB-C with proper
        5.1 kΩ resistors, so it also powers up from C-to-C cables. Headers are enclosed, not
        soldered.`),
    ),
    price: 6.3,
    quantity: 412,
    image: "catalog/CQRobot/Nano/Nano V3 USB-C-1.jpg",
    views: 36,
  },
  {
    id: 1112,
    model: "CQRMEGA2560",
    name: "MEGA 2560 R3 Board",
    description: html(
      p(`When the UNO runs out of pins: 54 digital lines, 16 analogue inputs and four hardware
        serial ports. The usual choice for printers, CNC panels and large model railways.`),
      specs({
        Flash: "256 KB, 8 KB of it bootloader",
        SRAM: "8 KB",
        PWM: "15 channels",
        "Board size": "101.5 × 53.3 mm",
      }),
    ),
    price: 21.9,
    quantity: 77,
    image: "catalog/CQRobot/MEGA/MEGA2560-1.jpg",
    views: 25,
  },
  {
    id: 1113,
    model: "CQRESP32-38",
    name: "ESP32 DevKit V4, WROOM-32E, Wi-Fi + Bluetooth",
    description: html(
      p(`Two 240 MHz cores, Wi-Fi and Bluetooth on one 38-pin board. Deep sleep goes down to 10
        µA on the module, making battery nodes practical.`),
      ul(
        "4 MB flash, 520 KB SRAM",
        "18 ADC and 10 touch channels, 2 DACs",
        "CP2102N USB bridge with automatic reset into the bootloader",
        "RoHS and CE tested module",
      ),
      note("Tip:", "leave the antenna end free of copper and metal by at least 15 mm."),
    ),
    price: 9.8,
    quantity: 351,
    image: "catalog/CQRobot/ESP32/ESP32 DevKit V4-1.jpg",
    views: 239,
  },
  {
    id: 1114,
    model: "CQRNODEMCU",
    name: "NodeMCU V3 ESP8266 Wi-Fi Board",
    description: html(
      p("Still the cheapest way to put a thermostat, a socket or a doorbell on the home network."),
      p(`80 MHz core, 4 MB of flash, one 10-bit analogue input and eleven usable GPIO at 3.3 V.
        Programs in Lua, MicroPython or C++ over its micro-USB port.`),
    ),
    price: 5.9,
    quantity: 289,
    image: "catalog/CQRobot/ESP8266/NodeMCU V3-1.jpg",
    views: 31,
  },
  {
    id: 1115,
    model: "CQRPICO-H",
    name: "Pico RP2040 Board with Soldered Headers",
    description: html(
      p(`Drag a file onto it and it runs. Its eight programmable I/O state machines talk to odd
        protocols which other microcontrollers have to bit-bang.`),
      specs({
        Cores: "2 × Cortex-M0+ at 133 MHz",
        Memory: "264 KB SRAM, 2 MB QSPI flash",
        Pins: "26 GPIO, 3 analogue",
        Input: "1.8 to 5.5 V",
      }),
    ),
    price: 6.75,
    quantity: 164,
    image: "catalog/CQRobot/Pico/Pico H-1.jpg",
    views: 37,
  },
  {
    id: 1116,
    model: "CQRBLUEPILL",
    name: "STM32F103C8T6 Blue Pill",
    description: html(
      p("72 MHz Cortex-M3 for the price of a coffee, with 37 I/O lines of which most accept 5 V."),
      ul("64 KB flash, 20 KB SRAM", "2 × 12-bit ADC, 1 µs", "CAN, USB, 3 × USART, 2 × SPI, 2 × I²C"),
      p("Flash over SWD with any ST-Link, or by serial with the BOOT0 jumper moved."),
    ),
    price: 4.4,
    quantity: 0,
    image: "catalog/CQRobot/STM32/Blue Pill-1.jpg",
    views: 29,
  },
  {
    id: 1117,
    model: "CQRESP32CAM",
    name: "ESP32-CAM with OV2640 Camera",
    description: html(
      p(`A two-megapixel web camera smaller than a matchbox. Streams SVGA at about 20 frames per
        second or sleeps and sends one photo an hour.`),
      p(`microSD slot, bright flash LED and 4 MB of PSRAM on board. There is no USB port: order a
        serial adapter along with it.`),
    ),
    price: 8.6,
    quantity: 118,
    image: "catalog/CQRobot/ESP32/ESP32-CAM-1.jpg",
    views: 40,
  },
  {
    id: 1118,
    model: "CQRADS1115",
    name: "Ocean: ADS1115 16-Bit ADC, 4 Channels",
    description: html(
      p(`Four single-ended or two differential inputs with a programmable amplifier: at the
        ±0.256 V range one step is 7.8 µV, small enough for thermocouples and shunts.`),
      specs({
        "Data rate": "8 to 860 samples/s",
        Supply: "2.0 to 5.5 V, 150 µA",
        Addresses: "0x48 to 0x4B",
      }),
    ),
    price: 6.1,
    quantity: 205,
    image: "catalog/CQRobot/ADS1115/ADS1115-1.jpg",
    views: 34,
  },
  {
    id: 1119,
    model: "CQRDS3231",
    name: "Ocean: DS3231 Real-Time Clock, ±2 ppm",
    description: html(
      p(`A temperature-compensated crystal keeps this clock within about a minute a year. Two
        alarms, a 32 kHz output and a 4 KB EEPROM come along.`),
      p(`CR1220 cell included. The charging resistor is left off so that the cell cannot be
        harmed.`),
    ),
    price: 4.9,
    quantity: 173,
    image: "catalog/CQRobot/RTC/DS3231-1.jpg",
    views: 19,
  },
  {
    id: 1121,
    model: "CQRTCA9548A",
    name: "Ocean: TCA9548A I²C Multiplexer, 8 Channels",
    description: html(
      p("Eight displays with the same fixed address? Give each its own branch of the bus."),
      ul(
        "1.65 to 5.5 V; every branch may have another voltage",
        "Address 0x70 to 0x77, so 64 branches in total",
        "Reset input frees a hanging bus",
      ),
    ),
    price: 5.2,
    quantity: 150,
    image: "catalog/CQRobot/TCA9548A/TCA9548A-1.jpg",
    views: 28,
  },
]);
