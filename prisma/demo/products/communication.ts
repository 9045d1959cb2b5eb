import { html, note, p, specs, ul } from "../html.ts";
import { inCategory } from "../product.ts";

export const communication = inCategory("Communication Modules", [
  {
    id: 1070,
    model: "CQRHC05",
    name: "HC-05 Bluetooth Serial Module",
    description: html(
      p(`Replaces a serial cable by ten metres of air. Works as master or slave; hold the button
        at power-up to enter AT mode at 38 400 baud.`),
      specs({
        Standard: "Bluetooth 2.0 + EDR, class 2",
        Supply: "3.6 to 6 V (RX at 3.3 V)",
        "Default PIN": "1234",
        "Baud rates": "4800 to 1 382 400",
      }),
    ),
    price: 5.15,
    quantity: 187,
    image: "catalog/CQRobot/Bluetooth/HC-05-1.jpg",
    views: 33,
  },
  {
    id: 1071,
    model: "CQRNRF24",
    name: "nRF24L01+ 2.4 GHz Transceiver",
    description: html(
      p("125 channels, six pipes, automatic acknowledge: the small radio for home-made remotes."),
      ul("250 kbit/s to 2 Mbit/s", "1.9 to 3.6 V only, SPI is 5 V tolerant", "PCB antenna, 30 to 80 m"),
      p("If packets get lost, solder 10 µF right across the supply pins. It nearly always helps."),
    ),
    price: 1.4,
    quantity: 502,
    image: "catalog/CQRobot/nRF24/nRF24L01-1.jpg",
    views: 26,
  },
  {
    id: 1072,
    model: "CQRNRF24-PA",
    name: "nRF24L01+ PA + LNA with SMA Antenna",
    description: html(
      p(`Same chip and same code, but with a power amplifier, a low-noise receive stage and a 2
        dBi whip: up to 1000 m in open terrain at 250 kbit/s.`),
      p("Peak current 115 mA. Check what transmit power your country permits."),
    ),
    price: 3.55,
    quantity: 163,
    image: "catalog/CQRobot/nRF24/nRF24L01 PA LNA-1.jpg",
    views: 22,
  },
  {
    id: 1073,
    model: "CQRRA02",
    name: "Ra-02 LoRa Module SX1278, 433 MHz",
    description: html(
      p("Trades speed for distance: a few hundred bits per second across several kilometres."),
      specs({
        Sensitivity: "-141 dBm",
        "Output power": "+18 dBm",
        Modulation: "LoRa, FSK, GFSK, OOK",
        Antenna: "IPEX socket",
      }),
      note("Attention:", "never transmit without an antenna attached."),
    ),
    price: 6.45,
    quantity: 94,
    image: "catalog/CQRobot/LoRa/Ra-02-1.jpg",
    views: 37,
  },
  {
    id: 1074,
    model: "CQRESP01S",
    name: "ESP-01S Wi-Fi Module, 1 MB",
    description: html(
      p(`Adds Wi-Fi by AT commands to anything with a serial port, or runs your own firmware on
        its two free pins.`),
      p("3.3 V with 300 mA peaks. 24.8 × 14.3 mm, 2 × 4 pin header."),
    ),
    price: 2.6,
    quantity: 276,
    image: "catalog/CQRobot/ESP8266/ESP-01S-1.jpg",
    views: 15,
  },
  {
    id: 1075,
    model: "CQRNEO6M",
    name: "NEO-6M GPS Module with Ceramic Antenna",
    description: html(
      p(`First fix in about half a minute under open sky, then one position per second as NMEA
        text.`),
      ul(
        "50 channels, -161 dBm tracking",
        "2.5 m accuracy (CEP)",
        "Backup cell and EEPROM keep settings",
        "Antenna 25 × 25 mm on a 90 mm lead",
      ),
    ),
    price: 9.95,
    quantity: 111,
    image: "catalog/CQRobot/GPS/NEO-6M-1.jpg",
    views: 34,
  },
  {
    id: 1076,
    model: "CQRCP2102",
    name: "CP2102 USB to UART Adapter, 6 Pin",
    description: html(
      p("Console cable for routers, boards without USB and stubborn bootloaders; DTR is on a pin."),
      p("3.3 V logic, 3.3 V / 40 mA and 5 V outputs, 300 baud to 1 Mbaud, resettable fuse."),
    ),
    price: 2.8,
    quantity: 318,
    image: "catalog/CQRobot/UART/CP2102-1.jpg",
    views: 27,
  },
  {
    id: 1077,
    model: "CQRMCP2515",
    name: "MCP2515 CAN Bus Module with TJA1050",
    description: html(
      p(`Listen to a car or link controllers over 40 metres of twisted pair at 1 Mbit/s.
        Controller and transceiver on one board, SPI to the host.`),
      specs({ Crystal: "8 MHz", Terminator: "120 Ω, by jumper", Supply: "5 V", Filters: "6, 2 masks" }),
    ),
    price: 3.2,
    quantity: 155,
    image: "catalog/CQRobot/CAN/MCP2515-1.jpg",
    views: 23,
  },
  {
    id: 1078,
    model: "CQRRC522",
    name: "RC522 RFID Reader Kit 13.56 MHz",
    description: html(
      p("Reader, one card and one key fob: the classic door opener project in a bag."),
      p(`Reads and writes MIFARE Classic and Ultralight at up to 50 mm. SPI at 10 Mbit/s, 3.3 V.
        Straight and angled headers are included.`),
    ),
    price: 3.99,
    quantity: 229,
    image: "catalog/CQRobot/RFID/RC522-1.jpg",
    views: 39,
  },
  {
    id: 1079,
    model: "CQRW5500",
    name: "W5500 Lite Ethernet Module",
    description: html(
      p(`Hardware TCP/IP with eight sockets and 32 KB of buffers, so even an 8-bit controller
        serves pages. 10/100 Mbit with magnetics in the jack.`),
      p("SPI up to 80 MHz, 3.3 V, 132 mA while transmitting."),
    ),
    price: 7.35,
    quantity: 0,
    image: "catalog/CQRobot/Ethernet/W5500 Lite-1.jpg",
    views: 16,
  },
  {
    id: 1080,
    model: "CQRMAX485",
    name: "MAX485 TTL to RS-485 Module",
    description: html(
      p(`Half-duplex bus driver for Modbus meters and DMX lights, 32 nodes on up to 1200 m of
        cable.`),
      ul("2.5 Mbit/s", "5 V", "120 Ω terminator and pull resistors fitted", "Screw terminal for A and B"),
    ),
    price: 1.3,
    quantity: 347,
    image: "catalog/CQRobot/RS485/MAX485-1.jpg",
    views: 18,
  },
]);
